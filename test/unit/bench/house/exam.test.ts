import assert from 'node:assert/strict';
import { frozenWorld } from '../../../../src/bench/worlds/frozen.js';
import { type Arms, never, openArms } from '../arms.js';

describe('an exam', () => {
  let arms: Arms;
  before(async () => (arms = await openArms({ slip: 0 })));
  after(() => arms.close());

  it('comes out the same beside another one', async () => {
    const world = frozenWorld('2', { train: 1, test: 2 });
    const answers = async (): Promise<readonly string[]> => {
      const { exam } = await arms.house('none', world);
      return (await exam.of(world.test(0), null, never)).map(({ answer }) => answer);
    };
    const alone = await answers();
    const [one, other] = await Promise.all([answers(), answers()]);
    assert.ok(alone.every((answer) => answer !== 'I could not finish'));
    assert.deepEqual([one, other], [alone, alone]);
  });
});
