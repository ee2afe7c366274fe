import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { RunEvent } from '../../../src/engine/events.js';
import type { Task } from '../../../src/engine/task.js';
import { assertGolden } from '../../support/golden.js';
import { openPracticeHouse, type PracticeHouse } from '../../support/practice.js';
import { transcript } from '../../support/transcript.js';

const never = new AbortController().signal;

const task = (house: PracticeHouse, id: string): Task => {
  const found = house.tasks.get(id);
  assert.ok(found, id);
  return found;
};

const solve = (house: PracticeHouse, id: string) =>
  house.engine.solve(task(house, id), { model: house.model, approver: house.approver }, never);

const eventsOf = (house: PracticeHouse, run: string): RunEvent[] => house.events.filter((event) => event.run === run);

/** Every file below a folder with its bytes and permissions. */
function contents(folder: string): Map<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [
        path.relative(folder, file),
        `${statSync(file).mode.toString(8)} ${readFileSync(file).toString('base64')}`,
      ];
    }),
  );
}

describe('the loop in the practice world, over HTTP', () => {
  let house: PracticeHouse;
  beforeEach(async () => {
    house = await openPracticeHouse();
  });
  afterEach(async () => {
    await house.close();
  });

  it('turns a failure into a proposal, and the accepted proposal into a success', async () => {
    const before = contents(house.workspace);
    const skillFile = path.join(house.workspace, '.memento/skills/ledger-conventions/SKILL.md');
    const failed = await solve(house, 'ledger-total');
    assert.equal(failed.outcome, 'failure');
    assert.equal(failed.skill, 'ledger-conventions');
    assertGolden('failed-run.txt', transcript(eventsOf(house, failed.id), house.workspace));
    assert.deepEqual([...new Set(house.asked.map(({ kind }) => kind))].sort(), ['command', 'write']);

    const [proposal] = await house.engine.proposals();
    assert.equal(proposal?.state, 'pending');
    assert.equal(proposal.operation, 'rewrite');
    assert.equal(readFileSync(skillFile, 'utf8'), proposal.before, 'nothing is written before the person accepts');
    assert.equal(proposal.attribution?.cause, 'skill_defect');
    for (const quote of proposal.attribution.quotes.filter(({ from }) => from === 'skill'))
      assert.ok(proposal.before.split('\n')[(quote.at ?? 0) - 1]?.includes(quote.text));

    const undone = await house.engine.undo(failed.id);
    assert.deepEqual(undone.kept, []);
    assert.deepEqual(contents(house.workspace), before);

    const applied = await house.engine.accept(proposal.id);
    assert.equal(applied.state, 'applied');
    assert.equal(readFileSync(skillFile, 'utf8'), proposal.after);
    const versions = await house.engine.versions('ledger-conventions');
    assert.deepEqual(
      versions.map(({ version, by }) => [version, by]),
      [
        [1, 'hand'],
        [2, 'memento'],
      ],
    );
    assert.equal(await house.engine.versionText(versions[0]!.hash), proposal.before);

    const utility = (await house.engine.facts()).get('ledger-conventions')?.utility.mean ?? 1;
    const passed = await solve(house, 'ledger-total');
    assert.equal(passed.outcome, 'success');
    assert.equal(passed.version, 2);
    assert.ok(((await house.engine.facts()).get('ledger-conventions')?.utility.mean ?? 0) > utility);
    assertGolden('passed-run.txt', transcript(eventsOf(house, passed.id), house.workspace));
  });

  it('changes nothing on a rejection and shows it to the next writer', async () => {
    const failed = await solve(house, 'ledger-total');
    const skills = contents(path.join(house.workspace, '.memento'));
    await house.engine.reject(failed.proposal ?? '', 'wrong rule');
    assert.deepEqual(contents(path.join(house.workspace, '.memento')), skills);
    const again = await house.reopen();
    assert.deepEqual(
      (await again.engine.proposals()).map(({ state, reason }) => [state, reason]),
      [['rejected', 'wrong rule']],
    );
    const requests: string[] = [];
    const listening = {
      ...again.model,
      chat: (...args: Parameters<typeof again.model.chat>) => (
        requests.push(JSON.stringify(args[0])),
        again.model.chat(...args)
      ),
    };
    await again.engine.solve(task(again, 'ledger-total'), { model: listening, approver: again.approver }, never);
    assert.ok(requests.some((request) => request.includes('<rejected>') && request.includes('wrong rule')));
    await again.engine.dispose();
  });

  it('creates a skill where none fits, and the next task uses it', async () => {
    const failed = await solve(house, 'request-errors');
    assert.equal(failed.skill, null);
    const proposal = await house.engine.proposal(failed.proposal ?? '');
    assert.equal(proposal.operation, 'create');
    assert.equal(proposal.attribution?.cause, 'missing_skill');
    const file = path.join(house.workspace, '.memento/skills', proposal.skill, 'SKILL.md');
    assert.equal(existsSync(file), false);
    await house.engine.accept(proposal.id);
    assert.equal(readFileSync(file, 'utf8'), proposal.after);
    const next = [...house.tasks.keys()].find((id) => id.startsWith('request-') && id !== 'request-errors') ?? '';
    const passed = await solve(house, next);
    assert.equal(passed.skill, proposal.skill);
    assert.equal(passed.outcome, 'success');
    assertGolden('created-skill-run.txt', transcript(eventsOf(house, failed.id), house.workspace));
  });

  it('finds a proposal stale when its skill has changed, and overwrites nothing', async () => {
    const failed = await solve(house, 'ledger-total');
    const file = path.join(house.workspace, '.memento/skills/ledger-conventions/SKILL.md');
    const { writeFileSync } = await import('node:fs');
    const mine = readFileSync(file, 'utf8').replace('an ordinary positive number', 'left out');
    writeFileSync(file, mine);
    await assert.rejects(house.engine.accept(failed.proposal ?? ''), /changed since/);
    assert.equal(readFileSync(file, 'utf8'), mine);
    assert.equal((await house.engine.proposal(failed.proposal ?? '')).state, 'stale');
  });

  it('lets the person overrule the check, and everything derived follows', async () => {
    const failed = await solve(house, 'ledger-total');
    const low = (await house.engine.facts()).get('ledger-conventions')?.utility.mean ?? 1;
    assert.equal(failed.outcome, 'failure');
    const judged = await house.engine.feedback(failed.id, 'good', {}, house.model, never);
    assert.equal(judged.outcome, 'success');
    assert.ok(((await house.engine.facts()).get('ledger-conventions')?.utility.mean ?? 0) > low);
  });

  it('denied writes and commands leave the workspace as it was', async () => {
    const before = contents(house.workspace);
    const summary = await house.engine.solve(
      task(house, 'ledger-total'),
      { model: house.model, approver: { ask: () => Promise.resolve('deny') }, review: 'shadow' },
      never,
    );
    assert.equal(summary.status, 'done');
    assert.equal(summary.outcome, 'failure');
    assert.deepEqual(contents(house.workspace), before);
    assert.deepEqual(summary.changes, []);
    assert.equal(summary.proposal, null);
  });

  it('cancels while it waits for the person, and after a reload the run is on record', async () => {
    const cancel = new AbortController();
    const summary = await house.engine.solve(
      task(house, 'ledger-total'),
      {
        model: house.model,
        approver: {
          ask: (_, signal) =>
            new Promise((_resolve, reject) => {
              signal.addEventListener('abort', () => reject(new Error('left waiting')));
              cancel.abort();
            }),
        },
      },
      cancel.signal,
    );
    assert.equal(summary.status, 'cancelled');
    const again = await house.reopen();
    assert.equal((await again.engine.runs())[0]?.status, 'cancelled');
    await again.engine.dispose();
  });

  it('queues a second task and says so', async () => {
    const [first, second] = await Promise.all([solve(house, 'ledger-total'), solve(house, 'request-errors')]);
    const queued = house.events.find((event) => event.type === 'run.queued');
    assert.equal(queued?.run, second.id);
    assert.equal(queued.behind, first.id);
    assert.deepEqual([first.number, second.number], [1, 2]);
    assert.deepEqual([first.status, second.status], ['done', 'done']);
  });
});
