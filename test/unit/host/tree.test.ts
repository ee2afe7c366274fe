import assert from 'node:assert/strict';
import type { SkillVersion } from '../../../src/engine/skills/skill.js';
import { folderView, type FolderView } from '../../../src/host/library/folderView.js';
import { versionNodes } from '../../../src/host/tree/details.js';
import { filterOf, noFilter } from '../../../src/host/tree/filter.js';
import type { Node } from '../../../src/host/tree/node.js';
import { childrenOf, runRoots, skillRoots, type Shape } from '../../../src/host/tree/nodes.js';
import { Pages, pageSize } from '../../../src/host/tree/pages.js';
import { broken, folder, known, library, problem, proposal, quarantined, run, said, skill } from './treeFixture.js';

const facts = { version: 2, utility: { mean: 0.7, low: 0.5, high: 0.9, uses: 9 } };
const shape = (more: Partial<Shape> = {}): Shape => ({ filter: noFilter, pages: new Pages(), ...more });
const list = (nodes: readonly Node[]): readonly string[] => nodes.map(said);
const below = (roots: readonly Node[], name: string, asked: Shape = shape()): readonly string[] =>
  list(
    childrenOf(
      roots.find((node) => said(node).startsWith(name))!,
      asked,
    ),
  );

const small = folderView(
  'project',
  folder,
  library([skill('a'), skill('b'), skill('terminal', { source: 'elementary' })], { broken: [broken('odd')] }),
  known({ proposals: [proposal('p1', 'new-one', { operation: 'create' })] }),
);

const full = folderView(
  'project',
  folder,
  library(
    [
      skill('csv'),
      skill('docx', { source: '.claude/skills' }),
      skill('ledger', { diagnostics: [problem('error')] }),
      skill('pdf', { source: '.claude/skills' }),
      skill('terminal', { source: 'elementary' }),
    ],
    {
      shadowed: [skill('csv', { source: '.claude/skills' })],
      broken: [broken('bad', '.claude/skills'), broken('odd')],
    },
  ),
  known(
    { facts: new Map([['csv', facts]]), runs: [run(2, 'csv'), run(1, 'csv')], proposals: [proposal('p', 'csv')] },
    { toReview: new Set(['pdf']), quarantined: [quarantined('i1', 'pptx')], archived: ['old', 'older'] },
  ),
);

/** Every row of a tree, as it would be with everything unfolded. */
function everything(roots: readonly Node[], asked: Shape): readonly Node[] {
  return roots.flatMap((node) => [node, ...everything(childrenOf(node, asked), asked)]);
}

describe('the rows of the skills tree', () => {
  it('lists a library of own skills flat, what needs attention first', () => {
    assert.deepEqual(list(skillRoots([small])), ['[proposals 1]', '!odd', 'a', 'b', '[elementary 1]']);
    assert.deepEqual(list(skillRoots([])), []);
  });

  it('groups by source once there are other sources, with what waits at the top', () => {
    const roots = skillRoots([full]);
    assert.deepEqual(list(roots), [
      '[proposals 1]',
      '[review 2]',
      '[own 3]',
      '[elementary 1]',
      '[.claude/skills 4]',
      '[archived 2]',
    ]);
    assert.deepEqual(below(roots, '[review'), ['import pptx', 'pdf']);
    assert.deepEqual(below(roots, '[own'), ['!odd', 'csv', 'ledger']);
    assert.deepEqual(below(roots, '[.claude'), ['!bad', 'docx', 'pdf', 'csv']);
    assert.deepEqual(below(roots, '[archived'), ['archived old', 'archived older']);
  });

  it('lists an own skill that waits once while what waits is in sight, and with all others when that is folded', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const waiting = (count: number): FolderView =>
      folderView(
        'project',
        folder,
        library(names.map((name) => skill(name))),
        known({}, { toReview: new Set(names.slice(0, count)) }),
      );
    assert.deepEqual(list(skillRoots([waiting(2)])), ['[review 2]', 'c', 'd', 'e', 'f']);
    assert.deepEqual(list(skillRoots([waiting(6)])), ['[review 6]', ...names]);
    const found = skillRoots([waiting(6)], shape({ filter: filterOf('a') }));
    assert.deepEqual(list(found), ['[review 1/6]']);
  });

  it('lists what waits for a decision first, what comes from outside too, and folds away what was decided', () => {
    const decided = (id: string, more: Parameters<typeof proposal>[2]) => proposal(id, 'csv', more);
    const view = folderView(
      'project',
      folder,
      library([skill('csv')]),
      known({
        proposals: [
          proposal('q', 'csv', { state: 'quarantined' }),
          decided('r1', { state: 'rejected', rejectedBy: 'gate' }),
          proposal('p', 'new-one', { operation: 'create' }),
          decided('a', { state: 'applied' }),
          decided('r2', { state: 'rejected' }),
          decided('s', { state: 'stale' }),
        ],
      }),
    );
    const [group] = skillRoots([view]);
    assert.ok(group?.kind === 'group' && group.unfolded);
    assert.equal(group.all, 2, 'the two that wait are counted');
    const rows = childrenOf(group);
    assert.deepEqual(list(rows), ['proposal q', 'proposal p', '[decided 1]', '[decided 2]', '[decided 1]']);
    assert.ok(rows.slice(2).every((row) => row.kind === 'group' && !row.unfolded));
    assert.deepEqual(list(childrenOf(rows[3]!)), ['proposal r1', 'proposal r2']);
    const below = childrenOf(skillRoots([view])[1]!);
    assert.deepEqual(
      below.filter(({ kind }) => kind === 'proposal').map(said),
      ['proposal q'],
      'below its skill stands only what waits',
    );
    const nothing = folderView(
      'project',
      folder,
      library([skill('csv')]),
      known({ proposals: [decided('a', { state: 'applied' })] }),
    );
    const [quiet] = skillRoots([nothing]);
    assert.ok(quiet?.kind === 'group' && !quiet.unfolded && quiet.all === 0);
  });

  it('puts each of several folders on top, those without skills left out', () => {
    const empty = folderView('empty', '/empty', library([]), known());
    const roots = skillRoots([small, empty, { ...full, name: 'second', folder: '/second' }]);
    assert.deepEqual(list(roots), ['folder project', 'folder second']);
    assert.deepEqual(below(roots, 'folder project'), ['[proposals 1]', '!odd', 'a', 'b', '[elementary 1]']);
  });

  it('tells everything about a skill below it', () => {
    const roots = skillRoots([full]);
    const own = childrenOf(roots.find((node) => said(node).startsWith('[own'))!);
    assert.deepEqual(below(own, 'csv'), ['about', 'proposal p', 'files', 'history', 'uses']);
    assert.deepEqual(below(own, 'ledger'), ['about', 'problem', 'files']);
    const uses = childrenOf(own.find((node) => said(node) === 'csv')!).find(({ kind }) => kind === 'uses')!;
    assert.deepEqual(list(childrenOf(uses)), ['#2', '#1']);
    const review = childrenOf(roots[1]!);
    assert.deepEqual(below(review, 'import pptx'), ['about', 'origin', 'files']);
  });

  it('lists versions newest first and marks the one in the folder', () => {
    const version = (number: number, tree: string | null): SkillVersion => ({
      version: number,
      tree,
      hash: '',
      parent: null,
      by: 'hand',
      why: '',
      at: number,
    });
    const history = { id: 'h', folder, kind: 'history', skill: 'csv', tree: 'x', latest: 4 } as const;
    const versions = [version(1, 'x'), version(2, null), version(3, 'x'), version(4, 'y')];
    assert.deepEqual(list(versionNodes(history, versions)), ['v4', 'v3 current', 'v2', 'v1']);
    const archived = { id: 'a', folder, kind: 'archived', skill: 'old' } as const;
    assert.deepEqual(list(versionNodes(archived, versions)), ['v4', 'v3', 'v2', 'v1']);
  });

  it('gives every row an id of its own, the same at each reading', () => {
    const again = (view: FolderView): FolderView => ({ ...view });
    for (const asked of [
      shape(),
      shape({ filter: filterOf('c') }),
      shape({ clusters: new Map([[folder, [{ words: ['csv'], skills: ['csv', 'pdf'] }]]]) }),
    ]) {
      const ids = everything(skillRoots([full], asked), asked).map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, ids.filter((id, index) => ids.indexOf(id) !== index).join());
      assert.deepEqual(
        everything(skillRoots([again(full)], asked), asked).map(({ id }) => id),
        ids,
      );
    }
  });

  it('makes rows the targets of commands', () => {
    const asked = shape();
    for (const node of everything(skillRoots([full], asked), asked)) {
      assert.equal(node.folder, folder);
      if ('version' in node) assert.equal(node.kind, 'version', 'only a version points at one');
      if ('import' in node) assert.equal(node.kind, 'import');
    }
  });
});

describe('the filtered tree', () => {
  it('shows what was found with its groups unfolded and says of how many', () => {
    const asked = shape({ filter: filterOf('pdf') });
    const roots = skillRoots([full], asked);
    assert.deepEqual(list(roots), ['[review 1/2]', '[.claude/skills 1/4]']);
    assert.ok(roots.every((node) => node.kind === 'group' && node.unfolded));
    assert.notEqual(roots[1]!.id, skillRoots([full]).find((node) => said(node).startsWith('[.claude'))!.id);
    assert.deepEqual(below(roots, '[.claude', asked), ['pdf']);
  });

  it('has a row of its own when nothing was found', () => {
    const roots = skillRoots([full], shape({ filter: filterOf('nothing like this') }));
    assert.deepEqual(list(roots), ['nothing']);
    assert.deepEqual(list(skillRoots([], shape())), []);
  });
});

describe('the tree by domain', () => {
  const clusters = new Map([
    [
      folder,
      [
        { words: ['text', 'documents'], skills: ['docx', 'pdf', 'gone'] },
        { words: ['csv'], skills: ['csv'] },
      ],
    ],
  ]);

  it('groups skills of all sources by their words and puts those without a group last', () => {
    const roots = skillRoots([full], shape({ clusters }));
    assert.deepEqual(list(roots), [
      '[proposals 1]',
      '[review 2]',
      '[text documents 2]',
      '[csv 1]',
      '[ 2]',
      '[unusable 3]',
      '[archived 2]',
    ]);
    assert.deepEqual(below(roots, '[ 2'), ['ledger', 'terminal']);
    assert.deepEqual(below(roots, '[unusable'), ['!bad', '!odd', 'csv']);
    const [docx] = childrenOf(roots[2]!);
    assert.ok(docx?.kind === 'skill' && docx.sourced, 'rows say where a skill comes from');
  });

  it('adds skills that are younger than the clusters to those without a group', () => {
    const older = new Map([
      [
        folder,
        [
          { words: ['csv'], skills: ['csv', 'pdf', 'docx'] },
          { words: [], skills: ['ledger'] },
        ],
      ],
    ]);
    assert.deepEqual(below(skillRoots([full], shape({ clusters: older })), '[ 2'), ['ledger', 'terminal']);
  });

  it('tells skills of one name that are hidden in several folders apart', () => {
    const hidden = [skill('csv', { source: '.claude/skills' }), skill('csv', { source: '~/.claude/skills' })];
    const view = folderView('project', folder, library([skill('csv')], { shadowed: hidden }), known());
    const asked = shape({ clusters });
    const ids = everything(skillRoots([view], asked), asked).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
  });

  it('lists every skill once', () => {
    const asked = shape({ clusters });
    const groups = skillRoots([full], asked).filter((node) => said(node) !== '[review 2]');
    const shown = groups.flatMap((node) => childrenOf(node, asked)).filter(({ kind }) => kind === 'skill');
    assert.equal(shown.length, 6);
  });
});

describe('pages', () => {
  const many = (count: number) =>
    Array.from({ length: count }, (_, index) => skill(`s${String(index).padStart(5, '0')}`));

  it('shows no more rows at once than a page and a row for the rest', () => {
    const view = folderView(
      'project',
      folder,
      library([...many(450), skill('docx', { source: '.claude/skills' })]),
      known(),
    );
    const asked = shape();
    const own = skillRoots([view], asked)[0]!;
    const first = childrenOf(own, asked);
    assert.equal(first.length, pageSize + 1);
    const rest = first.at(-1)!;
    assert.ok(rest.kind === 'more' && rest.of === own && rest.left === 250);
    asked.pages.more(rest.group);
    assert.equal(said(childrenOf(own, asked).at(-1)!), 'more 50');
    asked.pages.more(rest.group);
    assert.equal(childrenOf(own, asked).length, 450);
  });

  it('keeps the groups in sight where the rows stand at the top', () => {
    const view = folderView(
      'project',
      folder,
      library([...many(450), skill('terminal', { source: 'elementary' })]),
      known({}, { toReview: new Set(['s00001']) }),
    );
    const asked = shape();
    const roots = skillRoots([view], asked);
    assert.equal(said(roots[0]!), '[review 1]');
    // The one to be reviewed stands in its group and not a second time.
    assert.deepEqual(list(roots.slice(-2)), ['more 249', '[elementary 1]']);
    assert.equal(roots.length, pageSize + 3);
    const rest = roots.at(-2)!;
    assert.ok(rest.kind === 'more' && rest.of === undefined);
    asked.pages.more(rest.group);
    assert.deepEqual(list(skillRoots([view], asked).slice(-2)), ['more 49', '[elementary 1]']);
  });

  it('pages runs, too', () => {
    const runs = Array.from({ length: 500 }, (_, index) => run(500 - index, 'a'));
    const view = folderView('project', folder, library([skill('a')]), known({ runs }));
    const asked = shape();
    assert.equal(runRoots([view], asked).length, pageSize + 1);
    const uses = childrenOf(skillRoots([view], asked)[0]!, asked).find(({ kind }) => kind === 'uses')!;
    const shown = childrenOf(uses, asked);
    assert.equal(said(shown[0]!), '#500');
    assert.equal(said(shown.at(-1)!), 'more 300');
  });
});
