import assert from 'node:assert/strict';
import { barsOf, isEarlier, nextSkill, partsOf } from '../../../webview-ui/slate.js';
import { route as earlier } from '../../support/panelEvents.js';
import { learnedRoute, noFit, vectorRoute } from '../../support/panelRoutes.js';

describe('webview: list of candidates', () => {
  it('knows runs that were logged before the router learned', () => {
    assert.equal(isEarlier(earlier), true);
    assert.equal(isEarlier(learnedRoute), false);
    assert.equal(isEarlier(noFit), false);
  });

  it('has a column for vectors only where there are embeddings', () => {
    assert.deepEqual(partsOf(earlier), ['name', 'description', 'body']);
    assert.deepEqual(partsOf(learnedRoute), ['text', 'memory', 'learned', 'usage']);
    assert.deepEqual(partsOf(vectorRoute), ['text', 'memory', 'learned', 'usage', 'vectors']);
  });

  it('draws all parts on one scale, what is negative to the left of zero', () => {
    const bars = barsOf(learnedRoute);
    const span = 3.4 + 1.2;
    assert.equal(bars.zero('memory'), 0, 'nothing negative: the whole column is there');
    assert.ok(Math.abs(bars.zero('learned') - 1.2 / span) < 1e-9);
    assert.ok(Math.abs(bars.bar('memory', 3.4).width - 3.4 / span) < 1e-9);
    assert.ok(Math.abs(bars.bar('learned', 1.9).width - 1.9 / span) < 1e-9);
    const minus = bars.bar('learned', -1.2);
    assert.ok(Math.abs(minus.left) < 1e-9);
    assert.ok(Math.abs(minus.left + minus.width - bars.zero('learned')) < 1e-9, 'it ends at zero');
  });

  it('stays inside the column for every value', () => {
    for (const route of [earlier, learnedRoute, vectorRoute, noFit]) {
      const bars = barsOf(route);
      for (const { parts } of route.candidates)
        for (const { id, value } of parts) {
          const { left, width } = bars.bar(id, value);
          assert.ok(left >= 0 && left + width <= 1 + 1e-9, `${id} ${value}`);
        }
    }
  });

  it('tries next the best skill that was not tried, and nothing after a second try', () => {
    assert.equal(nextSkill(learnedRoute, ['ledger-conventions'])?.skill, 'csv-cleanup');
    assert.equal(nextSkill(learnedRoute, ['ledger-conventions', 'csv-cleanup'])?.skill, 'sql-report');
    assert.equal(nextSkill(vectorRoute, ['csv-cleanup'])?.skill, 'ledger-conventions');
    assert.equal(nextSkill(noFit, [null])?.skill, 'invoice-naming', 'never "no skill"');
    assert.equal(nextSkill(noFit, [null, 'invoice-naming']), null);
    assert.equal(nextSkill({ ...learnedRoute, by: 'retry' }, ['csv-cleanup']), null);
  });
});
