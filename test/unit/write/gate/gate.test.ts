import assert from 'node:assert/strict';
import { CancelledError, HumanError } from '../../../../src/engine/errors.js';
import type { RunEventBody } from '../../../../src/engine/events.js';
import type { ChatModel } from '../../../../src/engine/ports.js';
import type { Replay } from '../../../../src/engine/replay/replayer.js';
import { sha256 } from '../../../../src/engine/store/hash.js';
import { english, text } from '../../../../src/engine/text.js';
import { Gate, type GateCase, type GateInput } from '../../../../src/engine/write/gate/gate.js';
import { defaultLearning } from '../../../../src/engine/write/settings.js';

const model = { info: { id: 'm', label: 'm', simulated: true } } as ChatModel;
const spent = { calls: 2, tokens: 100, ms: 1 };

const cases = (kinds: string): GateCase[] =>
  Array.from(kinds, (kind, index) => ({
    kind: ({ s: 'shown', h: 'hidden', r: 'success', o: 'success', n: 'neighbour' } as const)[kind] ?? 'shown',
    run: `${kind}${index}`,
    round: kind === 'o' ? 1 : 2,
  }));

/** A gate whose replays come out as told: `p` passes, `f` fails, `l` fails once and passes then, `u` cannot be tried. */
async function examine(kinds: string, fates: string, more: Partial<GateInput> = {}, act?: (run: string) => void) {
  const changed: GateInput['library'] = [];
  const asked: string[] = [];
  const events: RunEventBody[] = [];
  const gate = new Gate(
    {
      batch: (work) => work(),
      replay: ({ run, seed, skills }): Promise<Replay> => {
        act?.(run);
        const again = asked.some((one) => one.startsWith(`${run}/`));
        asked.push(`${run}/${seed}${skills === changed ? '' : ' now'}`);
        const told = fates[Number(run.slice(1))];
        // `x` fails with the change only.
        const fate = told === 'x' ? (skills === changed ? 'f' : 'p') : told;
        if (fate === 'u') return Promise.resolve({ state: 'unreplayable', why: text('No check.'), spent });
        return Promise.resolve({ state: 'judged', passed: fate === 'p' || (fate === 'l' && again), skill: 'a', spent });
      },
    },
    defaultLearning,
  );
  const input: GateInput = {
    number: 1,
    library: changed,
    before: 'abcd',
    after: 'abcdefgh',
    cases: cases(kinds),
    ...more,
  };
  const examined = await gate.examine(input, model, (event) => events.push(event), new AbortController().signal);
  return { ...examined, asked, events };
}

describe('the gate', () => {
  it('says what it found, cost included', async () => {
    const { report } = await examine('sshrrn', 'pfpppp');
    assert.deepEqual(report, {
      state: 'passed',
      rule: 'clean',
      examined: sha256('abcdefgh'),
      failures: { of: 3, passed: 2 },
      unmended: ['s1'],
      hidden: { of: 1, passed: 1 },
      successes: { of: 2, broken: 0 },
      neighbours: { of: 1, broken: 0 },
      unreplayable: 0,
      tokensAdded: 1,
      spent: { calls: 12, tokens: 600, ms: 6 },
    });
  });

  it('turns down what mends nothing without replaying a success', async () => {
    const { report, asked } = await examine('ssrrr', 'ffppp');
    assert.equal(report.state, 'failed');
    assert.deepEqual(asked, ['s0/7', 's1/7']);
  });

  it('counts a success as broken only when it fails twice', async () => {
    const slipped = await examine('sr', 'pl');
    assert.equal(slipped.report.state, 'passed');
    assert.deepEqual(slipped.asked, ['s0/7', 'r1/7', 'r1/9']);
    const broken = await examine('sr', 'pf');
    assert.deepEqual([broken.report.state, broken.report.successes.broken], ['failed', 1]);
  });

  it('keeps a success only that is one with the library as it is', async () => {
    const current: GateInput['library'] = [{ name: 'a' } as GateInput['library'][number]];
    const none = await examine('sr', 'pf', { current });
    assert.deepEqual(none.asked, ['s0/7', 'r1/7', 'r1/9', 'r1/7 now', 'r1/9 now']);
    assert.deepEqual(
      [none.report.state, none.report.successes, none.report.unreplayable],
      ['passed', { of: 0, broken: 0 }, 1],
    );
    const broken = await examine('sr', 'px', { current });
    assert.deepEqual(broken.asked, ['s0/7', 'r1/7', 'r1/9', 'r1/7 now']);
    assert.deepEqual([broken.report.state, broken.report.successes], ['failed', { of: 1, broken: 1 }]);
  });

  it('stops when the successes can no longer be saved', async () => {
    const { asked, report } = await examine('srrrr', 'pfppp');
    assert.equal(report.state, 'failed');
    assert.deepEqual(asked, ['s0/7', 'r1/7', 'r1/9']);
  });

  it('counts what the change does not touch as kept, without a replay', async () => {
    for (const [untouched, state] of [
      [3, 'failed'],
      [4, 'passed'],
    ] as const) {
      const { asked, report } = await examine('ssr', 'ppf', { untouched });
      assert.deepEqual([report.state, report.successes], [state, { of: 1, broken: 1 }], 'a fifth of five is one');
      assert.deepEqual(asked, ['s0/7', 's1/7', 'r2/7', 'r2/9']);
    }
  });

  it('lets newer evidence outweigh older successes', async () => {
    assert.equal((await examine('sso', 'ppf')).report.rule, 'drift');
    assert.equal((await examine('ssr', 'ppf')).report.state, 'failed');
  });

  it('claims nothing when no failure could be replayed, and says how many could not', async () => {
    const { report } = await examine('ssr', 'uup');
    assert.equal(report.state, 'not-gated');
    assert.equal(report.unreplayable, 2);
    assert.match(english(report.why ?? text('')), /could be replayed/);
    assert.equal(report.examined, undefined);
  });

  it('leaves aside what could not be replayed', async () => {
    const { report } = await examine('ssrr', 'puup');
    assert.deepEqual([report.state, report.failures.of, report.successes.of, report.unreplayable], ['passed', 1, 1, 2]);
  });

  it('wants every success without a skill to pass with the new one', async () => {
    assert.equal((await examine('ss', 'pp', { all: true })).report.state, 'passed');
    assert.equal((await examine('ss', 'pf', { all: true })).report.state, 'failed');
  });

  it('breaks nothing of two skills that become one, and wants to have seen both work', async () => {
    const both = ['a', 'b'] as const;
    const of = (skills: string): GateCase[] =>
      Array.from(skills, (skill, index) => ({ kind: 'success', run: `${skill}${index}`, round: 1, skill }));
    const kept = await examine('', 'pplp', { both, cases: of('aabb') });
    assert.deepEqual(
      [kept.report.state, kept.report.rule, kept.report.both, kept.report.failures.of, kept.report.successes],
      ['passed', 'kept', true, 0, { of: 4, broken: 0 }],
    );
    const broken = await examine('', 'pfppppppp', { both, cases: of('aaaabbbbb') });
    assert.deepEqual([broken.report.state, broken.report.successes], ['failed', { of: 2, broken: 1 }]);
    assert.deepEqual(broken.asked, ['a0/7', 'a1/7', 'a1/9'], 'one is enough, whatever the tolerance');
    const neighbour = await examine('', 'ppf', { both, cases: [...of('ab'), ...cases('rrn').slice(2)] });
    assert.deepEqual([neighbour.report.state, neighbour.report.neighbours], ['failed', { of: 1, broken: 1 }]);
    const unseen = await examine('', 'ppu', { both, cases: of('aab') });
    assert.equal(unseen.report.state, 'not-gated');
    assert.match(english(unseen.report.why ?? text('')), /No old success of “b” could be replayed/);
    assert.deepEqual([unseen.report.successes.of, unseen.report.unreplayable], [2, 1]);
  });

  it('loses nothing when the endpoint is lost or the person cancels', async () => {
    const lost = await examine('ssr', 'ppp', {}, (run) => {
      if (run === 's1') throw new HumanError(text('The endpoint cannot be reached.'));
    });
    assert.deepEqual(
      [lost.report.state, english(lost.report.why ?? text(''))],
      ['not-gated', 'The endpoint cannot be reached.'],
    );
    assert.deepEqual(lost.report.failures, { of: 1, passed: 1 });
    const cancelled = await examine('ssr', 'ppp', {}, (run) => {
      if (run === 's1') throw new CancelledError();
    });
    assert.equal(cancelled.report.state, 'not-gated');
    assert.ok(cancelled.cancelled instanceof CancelledError);
  });

  it('does not hide a bug', async () => {
    await assert.rejects(
      examine('s', 'p', {}, () => {
        throw new TypeError('bug');
      }),
      /bug/,
    );
  });

  it('tells of every replay while it happens', async () => {
    const { events } = await examine('shr', 'ppu');
    assert.deepEqual(
      events.map((event) =>
        event.type === 'gate.replayed' ? `${event.done}/${event.of} ${event.kind} ${event.result}` : event.type,
      ),
      ['gate.started', '1/3 shown passed', '2/3 hidden passed', '3/3 success unreplayable', 'gate.finished'],
    );
  });
});
