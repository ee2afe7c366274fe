import assert from 'node:assert/strict';
import { clusterSkills, type ClusterInput } from '../../../src/engine/skills/clusters.js';

const planted: Readonly<Record<string, readonly string[]>> = {
  ledger: ['totals', 'refunds', 'accounts', 'balance', 'currency', 'void', 'rounding'],
  kubernetes: ['deploy', 'helm', 'charts', 'cluster', 'rollback', 'pods', 'service'],
  pytest: ['fixtures', 'coverage', 'flaky', 'assertions', 'mocks', 'parametrize', 'suite'],
};

/** Skills of three subjects, each with its own words, all with the same phrases around them. */
const skills = (count: number): ClusterInput['skills'] =>
  Array.from({ length: count }, (_, index) => {
    const subjects = Object.entries(planted);
    const [subject, words] = subjects[index % subjects.length]!;
    const own = [0, 2, 3].map((step) => words[(Math.floor(index / subjects.length) + step) % words.length]!);
    return {
      name: `${own[0]}-${index}`,
      description: `Works on ${subject} ${own.join(' and ')}. Use when the user asks for files of this kind.`,
    };
  });

const subjectOf = (input: ClusterInput['skills'], name: string): string =>
  Object.keys(planted).find((subject) => input.find((one) => one.name === name)?.description.includes(subject))!;

describe('groups of skills', () => {
  it('separates subjects and names them by their words', () => {
    const input = skills(90);
    const clusters = clusterSkills({ skills: input, seed: 1 });
    for (const { skills: names, words } of clusters) {
      const subjects = new Set(names.map((name) => subjectOf(input, name)));
      assert.equal(subjects.size, 1, `${words.join(', ')}: one subject`);
      const [subject] = subjects;
      assert.ok(words.length >= 1 && words.length <= 3, words.join());
      for (const word of words)
        assert.ok([subject, ...planted[subject!]!].includes(word), `${word} is a word of its subject`);
    }
    assert.deepEqual(
      clusters.flatMap((one) => one.skills).sort(),
      input.map(({ name }) => name).sort(),
      'each skill is in one group',
    );
  });

  it('gives the same groups for the same skills, in whatever order they come', () => {
    const input = skills(60);
    const first = clusterSkills({ skills: input, seed: 7 });
    assert.deepEqual(clusterSkills({ skills: input, seed: 7 }), first);
    assert.deepEqual(clusterSkills({ skills: input.toReversed(), seed: 7 }), first);
    const sizes = first.filter(({ words }) => words.length > 0).map((one) => one.skills.length);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
      'largest first',
    );
    for (const one of first) assert.deepEqual(one.skills, one.skills.toSorted());
  });

  it('makes the same groups of texts that could be grouped in many ways', () => {
    const input = Array.from({ length: 120 }, (_, index) => ({
      name: `s${index}`,
      description: [3, 5, 7, 11, 13].map((step) => `word${(index * step) % 29}`).join(' '),
    }));
    const first = clusterSkills({ skills: input, seed: 1 });
    for (let again = 0; again < 3; again++) assert.deepEqual(clusterSkills({ skills: input, seed: 1 }), first);
    assert.notDeepEqual(clusterSkills({ skills: input, seed: 2 }), first, 'the seed decides');
  });

  it('shows words, not their stems', () => {
    const input = [1, 2, 3, 4, 5, 6].map((index) => ({
      name: `n${index}`,
      description: index % 2 ? `Queries databases ${index}` : `Summaries of meetings ${index}`,
    }));
    const words = clusterSkills({ skills: input, seed: 1 }).flatMap((one) => one.words);
    assert.deepEqual(words.toSorted(), ['databases', 'meetings', 'queries', 'summaries']);
  });

  it('puts those that fit no group last, in a group without words', () => {
    const odd = { name: 'odd-one', description: 'Zymurgy quokka.' };
    const clusters = clusterSkills({ skills: [odd, ...skills(30)], seed: 1 });
    assert.deepEqual(clusters.at(-1), { words: [], skills: ['odd-one'] });
    assert.ok(clusters.slice(0, -1).every(({ words }) => words.length > 0));
  });

  it('groups Korean texts by whole words, whatever is attached to them', () => {
    const input = [
      ['a1', '가계부를 정리하고 합계를 냅니다'],
      ['a2', '가계부에서 환불을 찾습니다'],
      ['a3', '가계부 합계 확인'],
      ['b1', '서버를 배포합니다'],
      ['b2', '서버 배포를 되돌립니다'],
      ['b3', '배포된 서버에서 로그를 모읍니다'],
    ].map(([name, description]) => ({ name: name!, description: description! }));
    const clusters = clusterSkills({ skills: input, seed: 1 });
    assert.deepEqual(
      clusters.map((one) => one.skills),
      [
        ['a1', 'a2', 'a3'],
        ['b1', 'b2', 'b3'],
      ],
    );
    assert.equal(clusters[0]?.words[0], '가계부');
    assert.ok(clusters[1]?.words.includes('서버'));
  });

  it('has an answer for libraries too small to be grouped', () => {
    assert.deepEqual(clusterSkills({ skills: [], seed: 1 }), []);
    assert.deepEqual(clusterSkills({ skills: [{ name: 'only', description: 'One.' }], seed: 1 }), [
      { words: [], skills: ['only'] },
    ]);
    const equal = [1, 2, 3].map((index) => ({ name: `same-${index}`, description: '' }));
    assert.equal(clusterSkills({ skills: equal, seed: 1 }).length, 1);
  });

  it('makes at most two dozen groups and the others', () => {
    const many = Array.from({ length: 3000 }, (_, index) => ({
      name: `s${index}`,
      description: `topic${index % 60} thing${index % 60} part${index % 60}`,
    }));
    const clusters = clusterSkills({ skills: many, seed: 3 });
    assert.ok(clusters.length <= 25 && clusters.length > 10, String(clusters.length));
  });
});
