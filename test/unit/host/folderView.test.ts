import assert from 'node:assert/strict';
import { folderView, usable, waiting } from '../../../src/host/library/folderView.js';
import { broken, folder, known, library, problem, proposal, quarantined, run, skill } from './treeFixture.js';

const names = (views: readonly { readonly skill: { readonly name: string } }[]): readonly string[] =>
  views.map((one) => one.skill.name);

describe('what the trees show of a folder', () => {
  it('brings skills, runs, proposals and decisions together', () => {
    const ledger = skill('ledger');
    const publication = {
      skill: 'ledger',
      target: '.agents/skills',
      path: '/x',
      tree: 't',
      at: 1,
      drift: 'same',
    } as const;
    const view = folderView(
      'project',
      folder,
      library([ledger, skill('logs'), skill('terminal', { source: 'elementary' })], { broken: [broken('odd')] }),
      known(
        {
          facts: new Map([['ledger', { version: 4, utility: { mean: 0.7, low: 0.5, high: 0.9, uses: 9 } }]]),
          runs: [run(3, 'ledger'), run(2, null), run(1, 'ledger')],
          proposals: [
            proposal('p1', 'ledger'),
            proposal('p2', 'ledger', { state: 'rejected' }),
            proposal('p3', 'brand-new', { operation: 'create' }),
          ],
        },
        { toReview: new Set(['logs']), locked: new Set(['ledger']), published: [publication], archived: ['old'] },
      ),
    );
    assert.deepEqual(names(view.own), ['ledger', 'logs']);
    assert.deepEqual(names(view.elementary), ['terminal']);
    const [found] = view.own;
    assert.equal(found?.facts?.version, 4);
    assert.deepEqual(
      found.runs.map(({ number }) => number),
      [3, 1],
    );
    assert.deepEqual(
      found.proposals.map(({ id }) => id),
      ['p1'],
    );
    assert.ok(found.locked && !found.review);
    assert.deepEqual(found.published, [publication]);
    assert.deepEqual(names(view.review), ['logs']);
    assert.deepEqual(
      view.proposals.map(({ id }) => id),
      ['p1', 'p2', 'p3'],
    );
    assert.deepEqual(view.archived, ['old']);
    assert.equal(view.broken[0]?.name, 'odd');
    assert.equal(view.runs.length, 3);
    assert.ok(view.trusted);
  });

  it('sorts other agents’ folders by what counts first and keeps what is hidden with its folder', () => {
    const hidden = skill('pdf', { source: '~/.claude/skills', diagnostics: [problem('warning', 'shadowed')] });
    const view = folderView(
      'project',
      folder,
      library([skill('docx', { source: '~/.claude/skills' }), skill('pdf', { source: '.claude/skills' })], {
        shadowed: [hidden],
        broken: [broken('bad', '.github/skills')],
      }),
      known({ runs: [run(1, 'pdf')], proposals: [proposal('p', 'pdf')] }, { toReview: new Set(['pdf']) }),
    );
    assert.deepEqual(
      view.foreign.map(({ source }) => source),
      ['.github/skills', '.claude/skills', '~/.claude/skills'],
    );
    assert.deepEqual(names(view.foreign[2]!.shadowed), ['pdf']);
    const [under] = view.foreign[2]!.shadowed;
    assert.ok(under!.shadowed && !under!.review && under!.runs.length === 0, 'what is known belongs to the one in use');
    assert.equal(view.foreign[1]!.skills[0]!.runs.length, 1);
    assert.equal(view.foreign[0]!.broken[0]!.name, 'bad');
    assert.deepEqual(names(usable(view)), ['pdf', 'docx']);
  });

  it('counts what waits', () => {
    const view = folderView(
      'project',
      folder,
      library([skill('a'), skill('b', { source: '.claude/skills' })]),
      known(
        { proposals: [proposal('p1', 'a'), proposal('p2', 'new-one', { operation: 'create' })] },
        { toReview: new Set(['b']), quarantined: [quarantined('i1', 'c')] },
      ),
    );
    assert.deepEqual(waiting(view), { proposals: 2, reviews: 2 });
  });

  it('lists the skills alone where nothing is known of them', () => {
    const view = folderView('project', folder, library([skill('a')]), undefined);
    assert.ok(!view.trusted);
    assert.equal(view.own[0]?.facts, undefined);
    assert.deepEqual(waiting(view), { proposals: 0, reviews: 0 });
  });

  it('looks at each skill, run and proposal once', () => {
    const size = 10_000;
    let asked = 0;
    const skills = Array.from({ length: size }, (_, index) => skill(`s${index}`));
    const runs = Array.from({ length: size }, (_, index) => {
      const one = run(index, `s${index}`);
      return Object.defineProperty({ ...one }, 'skill', {
        get: () => {
          asked++;
          return one.skill;
        },
      });
    });
    const view = folderView('project', folder, library(skills), known({ runs }));
    assert.equal(view.own.at(-1)?.runs.length, 1);
    assert.ok(asked <= 5 * size, `${asked} looks at ${size} runs`);
  });
});
