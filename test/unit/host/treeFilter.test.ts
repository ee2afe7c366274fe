import assert from 'node:assert/strict';
import { folderView, type SkillView } from '../../../src/host/library/folderView.js';
import { counts, filterOf, noFilter, stateWords } from '../../../src/host/tree/filter.js';
import { broken, folder, known, library, problem, proposal, quarantined, run, skill } from './treeFixture.js';

const view = folderView(
  'project',
  folder,
  library(
    [
      skill('csv-cleanup', { description: 'Removes void rows from CSV files.' }),
      skill('ledger', { description: 'House rules for ledgers in CSV.', diagnostics: [problem('warning')] }),
      skill('pdf', { description: 'Reads PDF files.', source: '.claude/skills' }),
    ],
    { broken: [broken('odd')] },
  ),
  known(
    {
      facts: new Map([['csv-cleanup', { version: 1, utility: { mean: 0.5, low: 0.1, high: 0.9, uses: 0 } }]]),
      proposals: [proposal('p', 'ledger')],
      runs: [run(1, 'ledger')],
    },
    { toReview: new Set(['pdf']), locked: new Set(['ledger']), archived: ['old-ledger'] },
  ),
);
const all: readonly SkillView[] = [...view.own, ...view.foreign[0]!.skills];
const found = (typed: string): readonly string[] =>
  all.filter((one) => filterOf(typed).skill(one)).map((one) => one.skill.name);

describe('the filter of the skills', () => {
  it('finds words in name, description and source, all of them, whatever their case', () => {
    assert.deepEqual(found('csv'), ['csv-cleanup', 'ledger']);
    assert.deepEqual(found('CSV rows'), ['csv-cleanup']);
    assert.deepEqual(found('claude'), ['pdf']);
    assert.deepEqual(found('csv pdf'), []);
    assert.deepEqual(found('   '), ['csv-cleanup', 'ledger', 'pdf']);
  });

  it('finds states by words with an at sign', () => {
    assert.deepEqual(found('@review'), ['pdf']);
    assert.deepEqual(found('@locked'), ['ledger']);
    assert.deepEqual(found('@problem'), ['ledger']);
    assert.deepEqual(found('@proposal'), ['ledger']);
    assert.deepEqual(found('@new'), ['csv-cleanup']);
    assert.deepEqual(found('@used'), ['ledger']);
    assert.deepEqual(found('@foreign'), ['pdf']);
    assert.deepEqual(found('csv @locked'), ['ledger']);
    assert.deepEqual(found('pdf @locked'), []);
    assert.deepEqual(found('@nonsense'), []);
  });

  it('takes the begin of a state while it is typed', () => {
    assert.deepEqual(found('@'), ['csv-cleanup', 'ledger', 'pdf']);
    assert.deepEqual(found('@rev'), ['pdf']);
    assert.deepEqual(found('@p'), ['ledger'], '@problem, @proposal or @published');
    for (const word of stateWords) assert.match(word, /^@[a-z]+$/);
  });

  it('finds broken entries, imports and archived skills, too', () => {
    const [entry] = view.broken;
    assert.ok(filterOf('odd').broken(entry!));
    assert.ok(filterOf('@problem').broken(entry!));
    assert.ok(!filterOf('@locked').broken(entry!));
    const waiting = quarantined('i', 'pptx');
    assert.ok(filterOf('pptx @review').import(waiting));
    assert.ok(filterOf('example.org').import(waiting));
    assert.ok(!filterOf('@locked').import(waiting));
    assert.ok(filterOf('old').archived('old-ledger'));
    assert.ok(!filterOf('@new').archived('old-ledger'));
  });

  it('counts what it finds', () => {
    assert.deepEqual(counts(view, noFilter), { found: 4, all: 4 });
    assert.deepEqual(counts(view, filterOf('@problem')), { found: 2, all: 4 });
  });

  it('marks the words in names, without overlaps', () => {
    assert.deepEqual(filterOf('clean').marks('csv-cleanup'), [[4, 9]]);
    assert.deepEqual(filterOf('up csv clean cleanup').marks('csv-cleanup'), [
      [0, 3],
      [4, 11],
    ]);
    assert.deepEqual(filterOf('@new').marks('new'), []);
  });
});
