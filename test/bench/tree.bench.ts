import { clusterSkills, type Cluster } from '../../src/engine/skills/clusters.js';
import { folderView, type FolderView } from '../../src/host/library/folderView.js';
import { filterOf, noFilter, counts } from '../../src/host/tree/filter.js';
import { childrenOf, skillRoots, type Shape } from '../../src/host/tree/nodes.js';
import { Pages } from '../../src/host/tree/pages.js';
import { folder, known, library, run, skill } from '../unit/host/treeFixture.js';

const size = 10_000;
const rounds = 15;

/** Processor time of some repetitions in milliseconds, the middle and the longest: on a busy machine the clock would measure the others. */
function timed(work: () => unknown, times = rounds): { readonly middle: number; readonly longest: number } {
  const taken = Array.from({ length: times }, () => {
    const begin = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
  }).sort((a, b) => a - b);
  return { middle: taken[Math.floor(times / 2)] ?? 0, longest: taken.at(-1) ?? 0 };
}

const subjects = ['ledger', 'kubernetes', 'pytest', 'invoice', 'weather', 'docker', 'legal', 'video', 'email', 'excel'];

const skills = (count: number) =>
  Array.from({ length: count }, (_, index) => {
    const subject = subjects[index % subjects.length] ?? '';
    const part = `${subject}${(index * 7) % 40}`;
    return skill(`${subject}-${String(index).padStart(5, '0')}`, {
      description: `Works on ${subject} and ${part}, with ${subject}${(index * 3) % 40}. Use when it is about ${subject}.`,
    });
  });

/** Brings together what an engine would tell of a library. */
const viewing = (count: number): (() => FolderView) => {
  const all = skills(count);
  const runs = Array.from({ length: count }, (_, index) => run(count - index, all[(index * 13) % count]?.name ?? null));
  const facts = new Map(
    all.map(({ name }) => [name, { version: 1, utility: { mean: 0.5, low: 0.1, high: 0.9, uses: 3 } }]),
  );
  const standing = known({ facts, runs }, { toReview: new Set(all.slice(0, 500).map(({ name }) => name)) });
  return () => folderView('project', folder, library(all), standing);
};

/** Everything that happens on the thread of the extension host when a library of thousands is shown. */
export const bench = {
  title: `Skills tree: ${size.toLocaleString('en')} skills and as many runs`,
  measure: () => {
    const [small, large] = [timed(viewing(size / 10)), timed(viewing(size))];
    const view = viewing(size)();
    const shape = (more: Partial<Shape> = {}): Shape => ({ filter: noFilter, pages: new Pages(), ...more });
    const rows = timed(() => skillRoots([view], shape()).map((node) => childrenOf(node, shape())));
    let key = 0;
    const filtered = timed(() => {
      const filter = filterOf(`ledger${String(key++ % 10)}`);
      counts(view, filter);
      skillRoots([view], shape({ filter }));
    });
    const input = view.own.map(({ skill: { name, description } }) => ({ name, description }));
    let clusters: readonly Cluster[] = [];
    const clustering = timed(() => (clusters = clusterSkills({ skills: input, seed: 1 })), 1).middle;
    const grouped = timed(() => skillRoots([view], shape({ clusters: new Map([[folder, clusters]]) })));
    const shown = skillRoots([view], shape());
    return Promise.resolve([
      {
        what: 'ten times the skills take as many times longer to bring together',
        value: large.middle / small.middle,
        unit: 'x',
      },
      {
        what: 'clusters made in the worker, as many times a filter key',
        value: clustering / filtered.middle,
        unit: 'x',
      },
      { what: 'rows handed to the view at once, at the top', value: shown.length, unit: 'rows' },
      { what: 'longest: bringing them together', value: large.longest, unit: 'ms CPU' },
      { what: 'longest: rows by source', value: rows.longest, unit: 'ms CPU' },
      { what: 'longest: rows for one key of the filter', value: filtered.longest, unit: 'ms CPU' },
      { what: 'longest: rows by domain', value: grouped.longest, unit: 'ms CPU' },
      { what: 'clustering (in the worker)', value: clustering, unit: 'ms CPU' },
    ]);
  },
};
