import assert from 'node:assert/strict';
import { CancelledError, HumanError } from '../../../../src/engine/errors.js';
import { sureEnough } from '../../../../src/engine/write/attribution.js';
import { type Text, text } from '../../../../src/engine/text.js';
import { findCause } from '../../../../src/engine/write/attribution/findCause.js';
import {
  candidate,
  failed,
  never,
  promptsTo,
  RuleReplayer,
  says,
  scripted,
  skillOf,
  type RunSample,
} from './sample.js';

const ledger = skillOf('ledger', 'Ledgers.', '- Leave refunds out.\n');

/** What is found, and in which order it was looked for. */
async function look(sample: RunSample) {
  const input = failed(sample);
  const attribution = await findCause(input, never);
  const order = input.said.map((event) =>
    event.type === 'attribution.tested' ? `${event.test} ${event.result}` : event.type,
  );
  return { attribution, order, said: input.said };
}

describe('finding the cause', () => {
  it('takes a failure that does not come again for a lapse, and asks nobody', async () => {
    const replayer = new RuleReplayer(() => true);
    const { attribution, order, said } = await look({ used: ledger, replayer });
    assert.deepEqual([attribution.cause, attribution.by, attribution.skill], ['execution_lapse', 'tests', 'ledger']);
    assert.ok(attribution.confidence >= sureEnough);
    assert.deepEqual(attribution.quotes, [
      { from: 'check', text: 'expected: 17' },
      { from: 'check', text: 'got: 18' },
    ]);
    assert.deepEqual(order, ['attribution.started', 'again passed', 'attribution']);
    const tested = said.find((event) => event.type === 'attribution.tested');
    assert.deepEqual(tested?.spent, { calls: 2, tokens: 100, ms: 5 });
    assert.deepEqual(
      replayer.requests.map(({ run, use, seed, skills }) => [run, use, seed, skills.length]),
      [['r', 'ledger', 1, 1]],
    );
  });

  it('finds a skill harmful without which the task passes, and says that to the writer', async () => {
    const replayer = new RuleReplayer(({ use }) => use === null);
    const { attribution, order } = await look({ used: ledger, replayer });
    assert.deepEqual([attribution.cause, attribution.by, attribution.skill], ['skill_defect', 'tests', 'ledger']);
    assert.match(attribution.reason, /passed without it: the skill does harm here\. Take out what misleads, or narrow/);
    assert.ok(attribution.confidence >= sureEnough);
    assert.deepEqual(order, ['attribution.started', 'again failed', 'masked passed', 'attribution']);
  });

  it('asks the model when it fails both times, or cannot be run again', async () => {
    const model = () => scripted(says({ cause: 'skill_defect', skill: 'ledger' }));
    const twice = await look({ used: ledger, model: model(), replayer: new RuleReplayer(() => false) });
    assert.deepEqual(twice.order, ['attribution.started', 'again failed', 'masked failed', 'attribution']);
    assert.equal(twice.attribution.by, 'model');
    const cannot = new RuleReplayer(() => text('There is no snapshot.'));
    const once = await look({ used: ledger, model: model(), replayer: cannot });
    assert.deepEqual(once.order, ['attribution.started', 'again unreplayable', 'attribution']);
    assert.equal(cannot.requests.length, 1, 'what cannot be run again is not tried without its skill');
    assert.equal(once.attribution.by, 'model');
  });

  it('runs nothing again when that is switched off, or nobody can', async () => {
    const replayer = new RuleReplayer(() => true);
    const model = () => scripted(says({ cause: 'skill_defect', skill: 'ledger' }));
    const off = await look({ used: ledger, model: model(), replayer, counterfactuals: false });
    assert.deepEqual([off.attribution.by, replayer.requests.length], ['model', 0]);
    assert.deepEqual((await look({ used: ledger, model: model() })).order, ['attribution.started', 'attribution']);
  });

  it('looks at the record first: what the machine did is not run again', async () => {
    const replayer = new RuleReplayer(() => true);
    const { attribution } = await look({ used: ledger, replayer, tail: 'EROFS: read-only file system' });
    assert.deepEqual([attribution.cause, replayer.requests.length], ['environment', 0]);
  });

  it('runs a task without a skill again without one, and has nothing to mask then', async () => {
    const replayer = new RuleReplayer(() => false);
    const { attribution, order } = await look({ library: [ledger], replayer, candidates: [candidate('ledger')] });
    assert.deepEqual(order, ['attribution.started', 'again failed', 'attribution']);
    assert.deepEqual(
      replayer.requests.map(({ use }) => use),
      [null],
    );
    assert.deepEqual([attribution.cause, attribution.by, attribution.skill], ['missing_skill', 'tests', null]);
  });

  it('asks nobody about a missing skill when none of the library comes near the task', async () => {
    const none = candidate(null, { probability: 0.2 });
    const asks = async (sample: RunSample) => {
      const model = scripted(says({ cause: 'wrong_skill', skill: 'ledger' }));
      const { attribution } = await look({ library: [ledger], model, ...sample });
      assert.equal(attribution.by === 'model', model.requests.length === 1);
      return model.requests.length === 1;
    };
    const near = (words: readonly string[], probability: number) =>
      asks({ candidates: [none, candidate('ledger', { words, probability })] });
    assert.equal(await near(['total'], 0.099), false);
    assert.equal(await near(['total', 'ledger'], 0), true, 'two words of the task');
    assert.equal(await near([], 0.1), true, 'half of what the router asks for');
    assert.equal(await asks({ candidates: [none, candidate('gone', { words: ['a', 'b'] })] }), false);
    assert.equal(await asks({ library: [] }), false);
    // The skill of the run is gone since: that is another matter than none.
    const model = scripted(says({ cause: 'wrong_skill', skill: 'ledger' }));
    const gone = { ...failed({ used: skillOf('gone'), library: [ledger], model }), used: undefined };
    assert.equal((await findCause(gone, never)).by, 'model');
  });

  it('tries the skill that the model thinks better, and believes it when the task passes with it', async () => {
    const tags = skillOf('tags');
    const named = (rule: (use: string | null) => boolean | Text, value: object = {}) => {
      const replayer = new RuleReplayer(({ use }) => rule(use ?? null));
      const model = scripted(says({ cause: 'wrong_skill', skill: 'tags', confidence: 0.6, ...value }));
      return look({ used: ledger, library: [ledger, tags], model, replayer });
    };
    const right = await named((use) => use === 'tags');
    const { cause, by, skill, confidence, quotes } = right.attribution;
    assert.deepEqual([cause, by, skill, confidence, quotes.length], ['wrong_skill', 'tests', 'tags', 0.9, 1]);
    assert.deepEqual(right.order.slice(1, -1), ['again failed', 'masked failed', 'named passed']);
    const tried = right.said.findLast((event) => event.type === 'attribution.tested');
    assert.equal(tried?.skill, 'tags');
    const wrong = await named(() => false);
    assert.deepEqual([wrong.attribution.cause, wrong.attribution.skill], ['missing_skill', null]);
    assert.match(wrong.attribution.reason, /failed with “tags” too/);
    const cannot = await named((use) => (use === 'tags' ? text('There is no snapshot.') : false));
    assert.deepEqual([cannot.attribution.cause, cannot.attribution.by], ['wrong_skill', 'model']);
    const guess = await named(() => false, { confidence: 0.4 });
    assert.deepEqual([guess.order.at(-2), guess.attribution.confidence], ['masked failed', 0.4]);
  });

  it('stops when it is cancelled, and passes on what went wrong', async () => {
    const cancel = new AbortController();
    const replayer = new RuleReplayer(() => (cancel.abort(), false));
    await assert.rejects(findCause(failed({ used: ledger, replayer }), cancel.signal), CancelledError);
    assert.equal(replayer.requests.length, 1);
    await assert.rejects(findCause(failed({ used: ledger }), AbortSignal.abort()), CancelledError);
    const broken = new RuleReplayer(() => {
      throw new HumanError(text('The model is not there.'));
    });
    await assert.rejects(findCause(failed({ used: ledger, replayer: broken }), never), HumanError);
  });

  it('lets no secret into the prompt or the quotes, and every line keeps its number', async () => {
    const key = 'sk-abcdefghijklmnopqrstuvwx';
    const pem = `-----BEGIN RSA PRIVATE KEY-----\nabc${key}\nmore\n-----END RSA PRIVATE KEY-----`;
    const keeper = skillOf('keeper', `Uses ${key}.`, `${pem}\n- Leave refunds out.\n`);
    const model = scripted(
      says({
        ...{ cause: 'skill_defect', skill: 'keeper', line: 9 },
        quotes: [
          { from: 'skill', text: '9: - Leave refunds out.' },
          { from: 'check', text: 'token [redacted] is refused' },
        ],
      }),
    );
    const { attribution } = await look({
      ...{ used: keeper, model, prompt: `Log in with ${key}.`, answer: `Used ${key}`, reason: `It says ${key}` },
      ...{ calls: [{ input: { command: `curl -H ${key}` }, output: key }], tail: `token ${key} is refused` },
    });
    assert.equal(promptsTo(model).includes(key), false);
    assert.equal(JSON.stringify(attribution).includes(key), false);
    assert.ok(promptsTo(model).includes('9: - Leave refunds out.'));
    assert.deepEqual(attribution.quotes, [
      { from: 'skill', text: '- Leave refunds out.', at: 9 },
      { from: 'check', text: 'token [redacted] is refused' },
    ]);
    const lapse = await look({ used: keeper, tail: `got ${key}`, replayer: new RuleReplayer(() => true) });
    assert.equal(JSON.stringify(lapse.said).includes(key), false, 'nor into what a test quotes');
  });
});
