import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { skillFile } from '../../scripts/drive/files.mjs';
import { eventually } from '../../scripts/drive/story.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';
import { useWindow } from '../support/vscode.js';
import { passed, proposalsOf, rewriteOf, seed, skill } from './seedProposals.js';

const wide = { width: 1400, height: 900 };

describe('proposals in the tree, the panel and the diff editor', () => {
  const window = useWindow({});
  let texts: Awaited<ReturnType<typeof rewriteOf>>;
  let reviewed: string;
  const onDisk = (): Promise<string> => readFile(skillFile(window().folder, skill), 'utf8');
  const diff = () => window().workbench.diff;
  /** The tick of an accepted edit stands in the margin, drawn by the style sheet. */
  const marked = (): Promise<void> =>
    eventually('the mark of an accepted edit', () =>
      window().page.evaluate<boolean>(
        `[...document.querySelectorAll('.monaco-diff-editor .modified .cgmr')].some(
           (glyph) => getComputedStyle(glyph).backgroundImage.includes('svg') && glyph.getBoundingClientRect().width > 0)`,
      ),
    );
  /** The skill with a tool more that it may use. */
  const wider = (skill: string): string => skill.replace('\n---\n', '\nallowed-tools: Bash(curl:*)\n---\n');
  const thread = () => window().page.locator('.review-widget').filter({ hasText: 'why this edit' });
  const reviewItem = () => window().page.locator('.statusbar-item[id*="memento.review"]');
  /** Two keys after each other, as a chord. */
  const chord = async (second: string): Promise<void> => {
    await window().page.keyboard.press('Control+k');
    await window().page.keyboard.press(second);
  };
  /** Leaves a picture to look at in out/review. */
  const picture = async (name: string): Promise<void> => {
    await mkdir(inRoot('out/review'), { recursive: true });
    await window().page.screenshot({ path: path.join(inRoot('out/review'), `${name}.png`) });
  };

  before(async () => {
    const { workbench } = window();
    await workbench.openSideBar();
    await workbench.skills.row(skill).waitFor();
    texts = await rewriteOf(window().folder);
    const made = await seed(window(), [
      { decided: { state: 'stale', reason: 'SKILL.md was changed by hand' } },
      { decided: { state: 'rejected', reason: 'too narrow' } },
      { decided: { state: 'rejected', rejectedBy: 'gate' }, gate: { ...passed('x'), state: 'failed' } },
      {
        provenance: [{ run: 'run-1', from: 'web', what: 'https://logs.example/triage', step: 6 }],
        after: wider(texts.after),
        summary: 'Sends the logs away.',
      },
      { gate: passed(texts.after), fromOneExample: true },
    ]);
    reviewed = made.at(-1)?.id ?? '';
    await workbench.command('Memento: Refresh Skills');
  });

  it('lists what waits in the tree and folds away what was decided', async () => {
    const { workbench } = window();
    await workbench.skills.row(/^Proposals, 2 waiting/).waitFor();
    await workbench.skills
      .row(/^Rewrite ledger-conventions, fixes 3 of 4, 0 broken, from one example, simulated/)
      .waitFor();
    await workbench.skills.row(/^Rewrite ledger-conventions, from outside, not gated/).waitFor();
    assert.equal(await workbench.skills.row(/by the gate/).count(), 0, 'folded away');
    await workbench.skills.expand(/^Rejected, 2/);
    await workbench.skills.row(/^Rewrite ledger-conventions, by the gate/).waitFor();
    await workbench.skills.row(/^Rewrite ledger-conventions, .*too narrow/).waitFor();
    await workbench.badge(2).waitFor();
  });

  it('shows them in the panel, and what the gate turned down only under Rejected', async () => {
    const { workbench } = window();
    await workbench.command('Memento: Show Proposals');
    const { panel } = workbench;
    await panel.find('.ibx li').first().waitFor();
    assert.equal(await panel.find('.ibx li').count(), 4);
    await panel.find('#tab-inbox').filter({ hasText: '2' }).waitFor();
    await panel.find('.ibx li').filter({ hasText: 'Fixes 3 of 4 failures, one of them never shown' }).waitFor();
    await panel.find('.ibx li[data-state=quarantined]').filter({ hasText: 'https://logs.example/triage' }).waitFor();
    await picture('inbox');
    await panel.find('.filters button').filter({ hasText: 'Rejected 2' }).click();
    await panel.find('.ibx li').filter({ hasText: 'By the gate' }).waitFor();
  });

  it('keeps them over a reload of the window', async () => {
    const { workbench } = window();
    await workbench.reload();
    await workbench.skills.row(/^Proposals, 2 waiting/).waitFor();
    await workbench.command('Memento: Show Proposals');
    await workbench.panel.find('.ibx li').first().waitFor();
  });

  it('is reviewed edit by edit with keys alone, the reasons beside the line when they are asked for', async () => {
    const { workbench, page } = window();
    await workbench.choose('Memento: Review Proposal', 'Review Proposal', 'Refunds count');
    await diff().shows(texts.added);
    await workbench.focusedEditor.waitFor();
    await reviewItem().filter({ hasText: 'fixes 3 of 4' }).waitFor();
    await chord('i');
    await thread().waitFor();
    await thread().getByText('expected 18204.50').waitFor();
    assert.equal(await thread().locator('a[href*="quit"], a[data-href*="quit"]').count(), 0, 'a model makes no link');
    await thread().locator('a', { hasText: 'step 3' }).waitFor();
    await picture('review-wide');
    await chord('i');
    await thread().waitFor({ state: 'detached' });
    await chord('y');
    await marked();
    await reviewItem().filter({ hasText: 'accepted: 1 of 2' }).filter({ hasText: 'not gated' }).waitFor();
    await page.locator('.statusbar-item', { hasText: 'Run the gate' }).waitFor();
    assert.equal(await onDisk(), texts.before, 'nothing is written yet');
  });

  it('shows what a gate has found of the accepted edits, without a touch', async () => {
    const [first = ''] = texts.before.split('\n').filter((line) => line.startsWith('- '));
    const chosen = texts.before.replace(first, texts.added);
    await (await proposalsOf(window())).report(reviewed, passed(chosen));
    await reviewItem().filter({ hasText: 'accepted: 1 of 2' }).filter({ hasText: 'fixes 3 of 4' }).waitFor();
    await window().page.locator('.statusbar-item', { hasText: 'Run the gate' }).waitFor({ state: 'detached' });
    await picture('gated');
  });

  it('goes on where it was after a reload in the middle', async () => {
    const { workbench } = window();
    await workbench.stored('memento-proposal:');
    await workbench.stored('"accepted":["');
    await workbench.reload();
    // Trees, panel and diff all come back at once.
    await diff().editor.locator('.modified .view-line').first().waitFor({ timeout: 90_000 });
    await diff().shows(texts.added);
    await marked();
    await reviewItem().filter({ hasText: 'accepted: 1 of 2' }).waitFor();
  });

  it('shows a deletion and its decisions in a narrow, inline diff too', async () => {
    const { page } = window();
    await page.setViewportSize({ width: 700, height: 900 });
    await diff()
      .editor.locator('.inline-deleted-text, .line-delete, .inline-deleted-margin-view-zone, .view-lines.line-delete')
      .first()
      .waitFor();
    await page
      .locator('.editor-group-container.active .editor-actions a.action-label[aria-label^="Accept This Edit"]')
      .waitFor();
    await marked();
    await picture('review-narrow');
    await page.setViewportSize(wide);
  });

  it('writes when every edit is decided, and can be taken back', async () => {
    const { workbench } = window();
    // What is deleted belongs to the line after it.
    const after = texts.after.split('\n').lastIndexOf('```') + 1;
    await diff().editor.locator('.modified .view-line', { hasText: /^```$/ }).click();
    await workbench.page.locator('.statusbar-item', { hasText: `Ln ${after},` }).waitFor();
    await chord('n');
    await eventually('only the accepted edit on disk', async () => {
      const now = await onDisk();
      return now.includes(texts.added) && now.includes(texts.removed);
    });
    await workbench.pressToast('has a new version', 'Undo');
    await eventually('the skill as it was', async () => (await onDisk()) === texts.before);
    await workbench.skills.row(/^Proposals, 2 waiting/).waitFor();
  });

  it('asks about the source before what comes from outside is accepted', async () => {
    const { workbench } = window();
    await workbench.command('Memento: Show Proposals');
    const { panel } = workbench;
    await panel.find('.filters button').filter({ hasText: 'Quarantined 1' }).click();
    await panel.find('.ibx vscode-button').filter({ hasText: 'Look at it' }).click();
    await panel.find('.card .taint').filter({ hasText: 'https://logs.example/triage' }).waitFor();
    await picture('card-quarantined');
    await panel.find('.card vscode-button').filter({ hasText: 'Accept anyway' }).click();
    const dialog = workbench.dialog('https://logs.example/triage');
    await dialog.filter({ hasText: 'Bash(curl:*)' }).waitFor();
    await picture('ask-source');
    await dialog.locator('.monaco-button', { hasText: /^Cancel$/ }).click();
    await panel
      .find('.card vscode-button')
      .filter({ hasText: 'Accept anyway' })
      .and(panel.find(':not([aria-disabled=true])'))
      .waitFor();
    assert.equal(await onDisk(), texts.before);
    await panel.find('.card vscode-button').filter({ hasText: 'Accept anyway' }).click();
    await workbench.confirm('https://logs.example/triage', 'Accept Anyway');
    await eventually('the skill has changed', async () => (await onDisk()) === wider(texts.after));
  });
});
