import assert from 'node:assert/strict';
import { programsOf } from '../../../src/engine/replay/programs.js';

/** Command, and the programs it starts; undefined where that cannot be told. */
const table: readonly (readonly [string, readonly string[] | undefined])[] = [
  ['node check.mjs a', ['node']],
  ["awk -F, '$3 ~ /x/ { n++ } END { print n }' ledger.csv | sort -n | head -1", ['awk', 'sort', 'head']],
  ['cd sub && LANG=C /usr/bin/grep -c "a b" file > out 2>&1; echo $?', ['/usr/bin/grep']],
  ['cat <in >>out 2>/dev/null && wc -l out', ['cat', 'wc']],
  ['a 2>&1 | b |& c & d', ['a', 'b', 'c', 'd']],
  ['echo "$(git log "$(date)")" `whoami`', ['git', 'date', 'whoami']],
  ['diff <(sort a) <(uniq b)', ['diff', 'sort', 'uniq']],
  ['env -i A=1 timeout 5s xargs -n1 nice -10 wget x', ['env', 'timeout', 'xargs', 'nice', 'wget']],
  ['if test -f a; then rm a; else touch a; fi', ['rm', 'touch']],
  ['while read l; do curl "$l"; done < list', ['curl']],
  ['(cd a; make) || { npm test; }', ['make', 'npm']],
  ['ls # rm -rf all\npwd', ['ls']],
  ['"node" x; \'python3\' y', ['node', 'python3']],
  ['line \\\n  --option', ['line']],
  ['echo a;curl b', ['curl']],
  ['! grep -q x y', ['grep']],
  ['echo hi', []],
  ['$TOOL x', undefined],
  ['a; ${b} c', undefined],
  ['$(echo rm) x', undefined],
  ['eval "rm x"', undefined],
  ['. ./setup.sh', undefined],
  ['for f in *; do rm $f; done', undefined],
  ['cat <<END\nrm\nEND', undefined],
  ['echo "open', undefined],
  ['echo $(rm', undefined],
  ['c\\url x', undefined],
  ['cu*l x', undefined],
  ['~/bin/x', undefined],
  ['"$(eval x)"', undefined],
];

describe('the programs of a command line', () => {
  for (const [command, programs] of table)
    it(JSON.stringify(command), () => {
      const found = programsOf(command);
      assert.deepEqual(found && [...found].sort(), programs && [...programs].sort());
    });
});
