import * as vscode from 'vscode';
import { Disposables } from '../common/disposables.js';
import { number } from './figures.js';
import { stateWords } from './filter.js';
import type { SkillsList } from './skillsList.js';

/** Milliseconds after the last key until the list follows. */
const pause = 120;

/** Asks what to look for; the list follows while it is typed. Enter keeps the filter, Escape takes back what was typed. */
export async function askFilter(list: SkillsList): Promise<void> {
  const owned = new Disposables();
  const input = owned.add(vscode.window.createInputBox());
  const before = list.filter.text;
  input.title = vscode.l10n.t('Filter Skills');
  input.placeholder = vscode.l10n.t('Words of name, description or folder');
  input.value = before;
  const hint = vscode.l10n.t('Also: {0}', stateWords.slice(0, 6).join(' '));
  input.prompt = hint;
  const show = async (): Promise<void> => {
    list.setFilter(input.value);
    const { found, all } = await list.counts();
    input.prompt = vscode.l10n.t('{0} of {1} skills. {2}', number(found), number(all), hint);
  };
  let timer: NodeJS.Timeout | undefined;
  owned.add(
    input.onDidChangeValue(() => {
      clearTimeout(timer);
      timer = setTimeout(() => void show(), pause);
    }),
  );
  const kept = await new Promise<boolean>((resolve) => {
    owned.add(
      input.onDidAccept(() => {
        resolve(true);
        input.hide();
      }),
    );
    owned.add(input.onDidHide(() => resolve(false)));
    input.show();
  });
  clearTimeout(timer);
  list.setFilter(kept ? input.value : before);
  owned.dispose();
}
