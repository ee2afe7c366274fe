import assert from 'node:assert/strict';
import type { RunEvent, RunSummary } from '../../../src/engine/events.js';
import { Memento } from './memento.js';

describe('memento feedback with a cause', () => {
  let memento: Memento;
  before(async () => {
    memento = await Memento.practice();
    const model = ['--model', 'practice', '--approve', 'all', '--review', 'shadow'];
    await memento.run(['solve', 'What is the total in ledger.csv?', '--check', 'false', ...model]);
  });
  after(() => memento.dispose());

  const attributions = async () => {
    const { events } = await memento.json<{ events: RunEvent[] }>(['runs', 'show', '1']);
    return events.flatMap((event) => (event.type === 'attribution' ? event.attribution : []));
  };

  it('keeps what the person says of it', async () => {
    const said = ['--cause', 'bad_task', '--reason', 'The file is an old one.'];
    const summary = await memento.json<RunSummary>(['feedback', '1', 'bad', ...said]);
    assert.equal(summary.outcome, 'failure');
    const last = (await attributions()).at(-1);
    assert.deepEqual([last?.cause, last?.by, last?.reason], ['bad_task', 'user', 'The file is an old one.']);
    const told = await memento.text([
      'feedback',
      '1',
      'bad',
      '--cause',
      'skill_defect',
      '--skill',
      'ledger-conventions',
    ]);
    assert.match(
      told,
      /Attribution: skill defect ledger-conventions \(100 %\)\n {2}You said that “ledger-conventions” is to blame\./,
    );
  });

  it('refuses what cannot be meant with one line, and keeps nothing of it', async () => {
    const before = (await attributions()).length;
    for (const [args, why] of [
      [['1', 'bad', '--cause', 'wrong_skill'], /which skill would have been right/],
      [['1', 'bad', '--cause', 'wrong_skill', '--skill', 'lost'], /no skill “lost”/],
      [['1', 'bad', '--cause', 'bogus'], /--cause takes one of: skill_defect/],
      [['1', 'bad', '--skill', 'ledger-conventions'], /--skill goes with --cause/],
      [['1', 'good', '--cause', 'bad_task'], /--cause goes with “bad”/],
    ] as const)
      assert.match(await memento.refused(['feedback', ...args]), why);
    assert.equal((await attributions()).length, before);
  });

  it('is in the help', async () => {
    assert.match(await memento.text(['feedback', '--help']), /--cause skill_defect\|missing_skill.*\[--skill NAME\]/);
  });
});
