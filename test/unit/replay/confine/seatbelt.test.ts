import assert from 'node:assert/strict';
import { profile } from '../../../../src/engine/replay/confine/seatbelt.js';

describe('the rules for the sandbox of macOS (its text only: the sandbox itself is tried where it runs)', () => {
  const place = { copy: '/private/t/copy', workspace: '/Volumes/w "x"', temp: '/private/t' };
  const rules = profile(place, '/Users/ann', ['/opt/tools']).split('\n');
  const at = (rule: RegExp): number => rules.findIndex((one) => rule.test(one));

  it('close the network and every place for writing, then open the copy', () => {
    assert.ok(at(/^\(deny network\*\)$/) > 0);
    assert.ok(at(/^\(deny file-write\*\)$/) > at(/^\(allow default\)$/));
    const open = at(/^\(allow file-read\* file-write\* \(subpath "\/private\/t\/copy"\)/);
    assert.ok(open > at(/^\(deny file-write\*\)$/) && open > at(/^\(deny file-read\*/));
    assert.equal(rules.filter((one) => /allow file-write|allow .*file-write\*/.test(one)).length, 2);
  });

  it('close the home folder and the workspace, then open what tools need', () => {
    const closed = rules[at(/^\(deny file-read\*/)] ?? '';
    for (const folder of ['/Users', '/Users/ann', '/private/t', '/Volumes/w \\"x\\"'])
      assert.ok(closed.includes(`(subpath "${folder}")`), folder);
    assert.ok(at(/^\(allow file-read\* \(subpath "\/opt\/tools"\)\)$/) > at(/^\(deny file-read\*/));
  });
});
