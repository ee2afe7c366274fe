import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import { reviewItems, type ReviewItem } from './reviewItem.js';
import { briefsOf, type Brief } from './summaries.js';
import { trust, type TrustDeps } from './trust.js';

interface Row extends vscode.QuickPickItem {
  readonly item: ReviewItem;
}

/**
 * Everything that waits, in one list with a line on what each contains. Only what holds nothing but harmless text is ticked beforehand.
 * @throws {HumanError} when nothing waits
 */
export async function reviewAll(deps: TrustDeps): Promise<void> {
  const items = await reviewItems(deps.engines);
  if (items.length === 0) throw new HumanError(text('Nothing waits for your review.'));
  const briefs = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('Looking through skills') },
    () => briefsOf(items),
  );
  const folders = new Set(items.map(({ folder }) => folder)).size;
  const rows = [...briefs].map(([item, brief]): Row => ({
    item,
    picked: brief.harmless,
    ...describe(item, brief, folders > 1),
  }));
  const chosen = await choose(rows, () => deps.summaries.show(briefs), deps);
  if (chosen.length > 0) await trust(deps.reviewing, chosen);
}

function describe(item: ReviewItem, { line }: Brief, several: boolean): vscode.QuickPickItem {
  const { origin, folder, name } = item;
  const from =
    'quarantined' in origin
      ? vscode.l10n.t('import from {0}', origin.quarantined.origin.source)
      : vscode.l10n.t('changed from outside');
  return { label: name, description: [from, ...(several ? [folder.folder.name] : [])].join(', '), detail: line };
}

/** @returns what the person ticked; empty when they closed the list or asked for the summary instead */
function choose(
  rows: readonly Row[],
  summary: () => Promise<void>,
  { reporter }: TrustDeps,
): Promise<readonly ReviewItem[]> {
  const pick = vscode.window.createQuickPick<Row>();
  pick.title = vscode.l10n.t('Trust which skills?');
  pick.placeholder = vscode.l10n.t('Runs use what you trust. Imports among it move into the library.');
  pick.canSelectMany = true;
  pick.matchOnDetail = true;
  pick.ignoreFocusOut = true;
  pick.items = rows;
  pick.selectedItems = rows.filter(({ picked }) => picked);
  pick.buttons = [{ iconPath: new vscode.ThemeIcon('open-preview'), tooltip: vscode.l10n.t('Show What They Contain') }];
  return new Promise((resolve) => {
    pick.onDidTriggerButton(() => {
      pick.hide();
      reporter.guard(summary);
    });
    pick.onDidAccept(() => {
      resolve(pick.selectedItems.map(({ item }) => item));
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve([]);
      pick.dispose();
    });
    pick.show();
  });
}
