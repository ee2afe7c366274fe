import * as vscode from 'vscode';
import { CancelledError } from '../../engine/errors.js';
import type { Task } from '../../engine/task.js';
import { Disposables } from '../common/disposables.js';

/** Tasks to choose from beside the typed one. */
export interface Suggestions {
  readonly recent: readonly Task[];
  readonly listed: readonly (Task & { readonly id: string })[];
}

interface TaskItem extends vscode.QuickPickItem {
  readonly task?: Task;
}

/**
 * Asks for the task, then for its check.
 * @throws {CancelledError} when the person leaves one of them
 */
export async function askTask(folder: string, suggestions: Promise<Suggestions>): Promise<Task> {
  const task = await pickTask(folder, suggestions);
  const check = await vscode.window.showInputBox({
    title: vscode.l10n.t('Check command'),
    prompt: vscode.l10n.t(
      'Runs in {0} after the task; exit code 0 means solved. Leave it empty to judge yourself.',
      folder,
    ),
    placeHolder: vscode.l10n.t('optional, for example: npm test'),
    value: task.check ?? '',
    ignoreFocusOut: true,
  });
  if (check === undefined) throw new CancelledError();
  return check.trim() === '' ? { prompt: task.prompt } : { prompt: task.prompt, check: check.trim() };
}

async function pickTask(folder: string, suggestions: Promise<Suggestions>): Promise<Task> {
  const owned = new Disposables();
  const pick = owned.add(vscode.window.createQuickPick<TaskItem>());
  pick.title = vscode.l10n.t('Solve Task in {0}', folder);
  pick.placeholder = vscode.l10n.t('What should be done? Type a task or choose one.');
  pick.ignoreFocusOut = true;
  pick.matchOnDetail = true;
  let known: readonly TaskItem[] = [];
  /** Whether the window has answered the latest list with its active row; until then the row it names is one of an older list. */
  let settled = false;
  const fill = (): void => {
    const typed = pick.value.trim();
    settled = false;
    const own: TaskItem[] =
      typed === ''
        ? []
        : [
            {
              label: `$(play) ${typed}`,
              description: vscode.l10n.t('solve this'),
              alwaysShow: true,
              task: match(known, typed) ?? { prompt: typed },
            },
          ];
    pick.items = [...own, ...known];
  };
  owned.add(pick.onDidChangeValue(fill));
  owned.add(pick.onDidChangeActive(() => (settled = true)));
  pick.busy = true;
  void suggestions
    .then(items, () => [])
    .then((found) => {
      known = found;
      pick.busy = false;
      fill();
    });
  const chosen = await new Promise<Task | undefined>((resolve) => {
    owned.add(
      pick.onDidAccept(() => {
        const typed = pick.value.trim();
        const [row] = pick.selectedItems.length > 0 ? pick.selectedItems : pick.activeItems;
        // Typed and accepted before the list was redrawn: the text counts, not an older row.
        const task = typed === '' || settled ? row?.task : (match(known, typed) ?? { prompt: typed });
        if (task) resolve(task);
      }),
    );
    owned.add(pick.onDidHide(() => resolve(undefined)));
    pick.show();
  });
  owned.dispose();
  if (!chosen) throw new CancelledError();
  return chosen;
}

/** A typed task that is already known brings its check along. */
const match = (known: readonly TaskItem[], typed: string): Task | undefined =>
  known.find(({ task }) => task?.prompt === typed)?.task;

function items({ recent, listed }: Suggestions): readonly TaskItem[] {
  const separator = (label: string): TaskItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const item = (icon: string, task: Task, description: string): TaskItem => ({
    label: `$(${icon}) ${firstLine(task.prompt)}`,
    description,
    ...(task.check ? { detail: vscode.l10n.t('check: {0}', firstLine(task.check)) } : {}),
    task,
  });
  return [
    ...(recent.length > 0 ? [separator(vscode.l10n.t('recent'))] : []),
    ...recent.map((task) => item('history', task, '')),
    ...(listed.length > 0 ? [separator('tasks.jsonl')] : []),
    ...listed.map((task) => item('checklist', task, task.id)),
  ];
}

/** Task files are other people's text: "$(name)" in it is not drawn as an icon. */
const firstLine = (value: string): string => (value.split('\n', 1)[0] ?? '').replaceAll('$(', '$ (');
