import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import type { Handlers } from '../commands/commands.js';
import { asImport, asSkill } from '../commands/targets.js';
import { offer } from './confirm.js';
import { showChanges } from './diffs.js';
import { chosenSkill, engineOf, findSkill, requireSkill } from './folderSkills.js';
import { reviewAll } from './reviewAll.js';
import { importItem, skillItem, type ReviewItem } from './reviewItem.js';
import { currentSide, importSide, nothing, versionSide, type Side } from './sides.js';
import { briefsOf } from './summaries.js';
import { trust, type TrustDeps } from './trust.js';
import { lastTrusted } from './trusted.js';

/** Looking at what came from outside, and trusting it: seen once and said once, nothing is asked a second time. */
export function trustCommands(deps: TrustDeps): Handlers {
  const { engines, reviewing } = deps;
  const chosen = async (argument: unknown, title: string): Promise<ReviewItem> => {
    const found = await chosenSkill(engines, argument, {
      title,
      filter: async ({ name }, { engine }) => (await engine.standing()).toReview.has(name),
      none: new HumanError(text('Nothing waits for your review.')),
    });
    return skillItem(found.folder, requireSkill(found));
  };
  return {
    'memento.reviewSkill': async (argument) => reviewSkill(await chosen(argument, vscode.l10n.t('Review Skill')), deps),
    'memento.trustSkill': async (argument) => {
      // Called on a row, on the review in front, or from the palette.
      const item =
        (asSkill(argument) ? undefined : reviewing.inFront) ?? (await chosen(argument, vscode.l10n.t('Trust Skill')));
      await trust(reviewing, [item]);
    },
    'memento.reviewImport': async (argument) => {
      const target = asImport(argument);
      if (!target) return reviewAll(deps);
      const folder = await engineOf(engines, target.folder);
      const waiting = (await folder.engine.standing()).quarantined.find(({ id }) => id === target.import);
      if (!waiting) throw new HumanError(text('This import does not wait any more.'));
      const present = await findSkill(engines, { folder: target.folder, skill: waiting.name });
      const own = present.skill?.source === 'own' ? present.skill : undefined;
      const title = own
        ? vscode.l10n.t('{0}: current ↔ import', waiting.name)
        : vscode.l10n.t('{0}: import to review', waiting.name);
      await show(title, importItem(folder, waiting), own ? currentSide(own) : nothing, importSide(waiting), deps);
    },
    'memento.reviewAll': () => reviewAll(deps),
  };
}

async function reviewSkill(item: ReviewItem, deps: TrustDeps): Promise<void> {
  if (!('skill' in item.origin)) return;
  const { engine } = item.folder;
  const base = lastTrusted(await engine.versions(item.name), await deps.trusted());
  const left = base ? await versionSide(engine, item.name, base.tree) : nothing;
  const title = base
    ? vscode.l10n.t('{0}: v{1}, trusted ↔ to review', item.name, base.version)
    : vscode.l10n.t('{0}: to review', item.name);
  await show(title, item, left, currentSide(item.origin.skill), deps);
}

/** Opens the comparison and offers to trust what it shows. */
async function show(
  title: string,
  item: ReviewItem,
  left: Side,
  right: Side,
  { reviewing, reporter }: TrustDeps,
): Promise<void> {
  const shown = await showChanges(title, left, right);
  if (shown) reviewing.opened(title, item);
  const line = (await briefsOf([item])).get(item)?.line ?? '';
  const message = shown
    ? vscode.l10n.t('{0}: {1}. Trust it, and runs may use it.', item.name, line)
    : vscode.l10n.t('{0} differs from what you trusted in the permissions of its files only.', item.name);
  offer(message, {
    // Exactly what was shown, whatever the folder holds by then.
    [vscode.l10n.t('Trust')]: () =>
      reporter.guard(async () => {
        await requireWaiting(item);
        await trust(reviewing, [item]);
      }),
  });
}

/** A message stays when the import has been decided about in another place. @throws {HumanError} then */
async function requireWaiting({ folder, key, origin }: ReviewItem): Promise<void> {
  if (!('quarantined' in origin)) return;
  const { quarantined } = await folder.engine.standing();
  if (!quarantined.some(({ id }) => id === key)) throw new HumanError(text('This import does not wait any more.'));
}
