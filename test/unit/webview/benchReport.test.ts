import assert from 'node:assert/strict';
import { csv } from '../../../webview-ui/learning/csv.js';
import { focus, nothingChosen, ordered, roundOf, shown } from '../../../webview-ui/learning/desk.js';
import { apart, named, type Disc } from '../../../webview-ui/learning/discs.js';
import { look } from '../../../webview-ui/learning/look.js';
import { benchReport } from '../../support/benchReport.js';

const size = { width: 400, height: 300 };
const disc = (skill: string, x: number, y: number, uses = 10): Disc => ({
  point: { skill, x: 0, y: 0, cluster: 0, uses, passed: 0 },
  x,
  y,
  r: 8,
  down: 8,
});

describe('a report in the panel', () => {
  it('gives 49 conditions colours and shapes of which no two are the same', () => {
    const looks = Array.from({ length: 49 }, (_, number) => look(number));
    assert.equal(new Set(looks.map(({ colour, symbol }) => `${colour} ${symbol}`)).size, 49);
  });

  it('begins with what everybody wants to see, and keeps what the reader chose', () => {
    const report = benchReport();
    const names = (list: readonly { readonly name: string }[]): string[] => list.map(({ name }) => name);
    assert.deepEqual(names(ordered(report)).slice(0, 4), ['full', 'naive', 'none', 'seed']);
    assert.deepEqual(names(shown({ report, chosen: nothingChosen })), ['full', 'naive', 'none']);
    const chosen = { ...nothingChosen, shown: { naive: false, oracle: true }, condition: 'oracle', round: 2 };
    assert.deepEqual(names(shown({ report, chosen })), ['full', 'none', 'oracle']);
    const oracle = focus({ report, chosen });
    assert.equal(oracle?.name, 'oracle');
    assert.equal(roundOf({ chosen }, oracle)?.round, 2);
    assert.equal(focus({ report, chosen: { ...chosen, condition: 'gone' } })?.name, 'full');
    const own = { ...report, conditions: report.conditions.slice(4, 9).filter(({ name }) => name !== 'full') };
    assert.equal(shown({ report: own, chosen: nothingChosen }).length, 3, 'none of the known ones ran');
  });

  it('hides no skill of the map behind another or beyond the edge', () => {
    const placed = apart([disc('a', 200, 150), disc('b', 200, 150), disc('c', 200, 150), disc('d', 0, 300)], size);
    for (const [index, one] of placed.entries()) {
      for (const other of placed.slice(index + 1))
        assert.ok(Math.hypot(one.x - other.x, one.y - other.y) >= 16, `${one.point.skill} and ${other.point.skill}`);
      assert.ok(one.x - one.r >= 0 && one.x + one.r <= 400 && one.y - one.r >= 0 && one.y + one.r <= 300);
    }
    const far = [disc('a', 50, 50), disc('b', 300, 200)];
    assert.deepEqual(apart(far, size), far, 'what has room stays');
  });

  it('writes names below, above where there is no room, and leaves out those of the less used', () => {
    const close = [disc('used-least', 195, 151, 2), disc('used-less', 200, 150, 3), disc('used-more', 205, 152, 30)];
    const names = named(
      [...close, disc('apart', 100, 50), disc('at-the-top', 300, 8), disc('wider-at-the-top', 310, 10, 5)],
      400,
    );
    assert.deepEqual(
      names.map((name) => [name.disc.point.skill, Math.sign(name.y - name.disc.y)]),
      [
        ['used-more', 1],
        ['apart', 1],
        ['at-the-top', 1],
        ['used-less', -1],
      ],
    );
  });

  it('pushes names inwards that would reach beyond the edge', () => {
    const [right, left, inside] = named(
      [disc('at-the-right', 395, 20, 3), disc('at-the-left', 5, 20, 2), disc('inside', 200, 20, 1)],
      400,
    );
    assert.ok(left && left.x > 30 && left.x < 100, `${left?.x}`);
    assert.ok(right && right.x > 300 && right.x < 370, `${right?.x}`);
    assert.equal(inside?.x, 200);
  });

  it('writes names as CSV that no spreadsheet takes for a formula', () => {
    const report = benchReport();
    const [first, ...rest] = report.conditions;
    const lines = csv({ ...report, conditions: [{ ...first!, name: '=HYPERLINK("x"),1' }, ...rest] }).split('\r\n');
    assert.ok(lines[1]?.startsWith('"\'=HYPERLINK(""x""),1",curve,'));
    const heads = lines[0]?.split(',').length;
    assert.ok(lines.slice(2, 500).every((line) => line.startsWith('"') || line.split(',').length === heads));
    assert.equal(lines.at(-1), '');
  });
});
