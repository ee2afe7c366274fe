import { readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { OpenWindow } from '../../scripts/drive/window.mjs';
import { skillFile } from '../../scripts/drive/files.mjs';
import { sha256 } from '../../src/engine/store/hash.js';
import { workspaceStateDir } from '../../src/engine/store/paths.js';
import { text } from '../../src/engine/text.js';
import { notGated, type GateReport } from '../../src/engine/write/gate/report.js';
import { Proposals, type ProposalDraft } from '../../src/engine/write/proposals.js';
import type { Proposal } from '../../src/engine/write/proposal.js';

export const skill = 'ledger-conventions';

/** A rewrite of the practice skill in two places: its first rule other words, its last rule gone. */
export async function rewriteOf(folder: string): Promise<{
  readonly before: string;
  readonly after: string;
  readonly added: string;
  readonly removed: string;
}> {
  const before = await readFile(skillFile(folder, skill), 'utf8');
  const rules = before.split('\n').filter((line) => line.startsWith('- '));
  const [first] = rules;
  const last = rules.at(-1);
  if (first === undefined || last === undefined || first === last)
    throw new Error('the practice skill has no two rules');
  const added = '- Subtract a refund in the month it was booked.';
  return { before, after: before.replace(first, added).replace(`${last}\n`, ''), added, removed: last };
}

/** Where the engine of the window keeps proposals. */
export async function proposalsOf({ folder, home }: Pick<OpenWindow, 'folder' | 'home'>): Promise<Proposals> {
  const dir = path.join(workspaceStateDir(home, await realpath(folder)), 'proposals');
  return new Proposals(dir, { now: () => Date.now() });
}

/** Puts proposals where the engine of the window keeps them, as it writes them itself. */
export async function seed(
  { folder, home }: OpenWindow,
  drafts: readonly (Partial<ProposalDraft> & { readonly decided?: Partial<Proposal> & Pick<Proposal, 'state'> })[],
): Promise<readonly Proposal[]> {
  const { before, after } = await rewriteOf(folder);
  const store = await proposalsOf({ folder, home });
  const made: Proposal[] = [];
  for (const { decided, ...more } of drafts) {
    const proposal = await store.create({
      operation: 'rewrite',
      skill,
      baseHash: sha256(before),
      baseVersion: 1,
      before,
      after,
      summary: 'Refunds count in the month they were booked.',
      runs: ['run-1'],
      attribution: {
        cause: 'skill_defect',
        skill,
        line: 8,
        confidence: 0.8,
        reason: 'The skill leaves refunds out; the check wants them [subtracted](command:workbench.action.quit).',
        quotes: [
          { from: 'check', text: 'row 3  2025-03  expected 18204.50  got 18454.50' },
          { from: 'step', at: 3, text: 'if (amount < 0) continue; // ``` refunds' },
        ],
        unverified: 0,
      },
      model: { label: 'practice model', simulated: true },
      gate: notGated(text('Nothing has been replayed.')),
      ...more,
    });
    const state = decided?.state;
    if (state === undefined || state === 'pending' || state === 'quarantined') made.push(proposal);
    else made.push(await store.decide(proposal, state, decided));
  }
  return made;
}

/** What replays have shown of a text. */
export const passed = (examined: string): GateReport => ({
  state: 'passed',
  examined: sha256(examined),
  rule: 'clean',
  failures: { of: 4, passed: 3 },
  hidden: { of: 1, passed: 1 },
  successes: { of: 8, broken: 0 },
  neighbours: { of: 0, broken: 0 },
  unreplayable: 0,
  tokensAdded: 12,
  spent: { calls: 40, tokens: 180_000, ms: 90_000 },
});
