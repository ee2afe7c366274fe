import path from 'node:path';
import { readFile } from 'node:fs/promises';
import type { OutFolder, Recorded } from '../run/outFolder.js';
import type { Arm, EpisodeRecord, RoundRecord } from '../run/records.js';
import { type BenchSettings, changesOf } from '../run/settings.js';
import { change } from '../statistics/mcnemar.js';
import { pairedDifference, tally } from '../statistics/pairedDifference.js';
import { proportion } from '../statistics/proportion.js';
import { skillMap } from '../statistics/skillMap.js';
import type {
  BenchReport,
  Comparison,
  ConditionReport,
  CurveRound,
  DomainReport,
  Interval,
  MapPoint,
} from './benchReport.js';
import { costOf, learningTokens } from './cost.js';
import { editsOf } from './edits.js';
import { warningsOf } from './warnings.js';
import { idsOf, type Ids } from './wording.js';

/** What others are compared with, where it ran. */
const references = ['naive', 'full'] as const;
/** Seed of the layout of the map: the same library always looks the same. */
const mapSeed = 1;
const drawnNames: ReadonlyMap<string, string> = new Map([
  ['frozen', 'Frozen world'],
  ['wide', 'Wide world'],
]);

/** Computes the report of what was recorded so far. */
export async function summarize(out: OutFolder, settings: BenchSettings): Promise<BenchReport> {
  const { info, recorded } = out;
  const present = settings.conditions.filter((name) => recorded.rounds.some(({ condition }) => condition === name));
  const ids = idsOf(recorded.episodes, settings);
  const conditions: ConditionReport[] = [];
  for (const name of present) conditions.push(await conditionReport(name, out, settings, ids));
  const expected = settings.conditions.length * settings.seeds.length * (settings.rounds + 1);
  const [first] = recorded.rounds;
  const changed = changesOf(settings.config);
  return {
    name: drawnNames.get(settings.tasks) ?? path.basename(settings.tasks),
    startedAt: info.startedAt,
    simulated: info.model.simulated,
    model: info.model.label,
    tasks: settings.tasks,
    ...(first ? { counts: countsOf(recorded, first, settings) } : {}),
    seeds: settings.seeds,
    rounds: settings.rounds,
    ...(changed.length ? { changed } : {}),
    ...(ids.drift === undefined ? {} : { drift: ids.drift }),
    complete: recorded.rounds.length >= expected,
    judged: info.judged,
    conditions,
    comparisons: compare(recorded, present, settings),
    warnings: warningsOf(conditions),
  };
}

function countsOf({ episodes }: Recorded, arm: Arm, { rounds }: BenchSettings) {
  const mine = episodes.filter(({ condition, seed }) => condition === arm.condition && seed === arm.seed);
  const trained = mine.filter(({ split }) => split === 'train');
  const tested = mine.filter(({ split, round }) => split === 'test' && round === 0);
  const kinds = new Set(trained.map(({ kind }) => kind));
  const unseen = tested.filter(({ kind }) => !kinds.has(kind)).length;
  return { train: Math.round(trained.length / rounds), test: tested.length, unseen };
}

async function conditionReport(
  name: string,
  out: OutFolder,
  settings: BenchSettings,
  ids: Ids,
): Promise<ConditionReport> {
  const { recorded } = out;
  const episodes = recorded.episodes.filter(({ condition }) => condition === name);
  const rounds = recorded.rounds.filter(({ condition }) => condition === name);
  const last = Math.max(0, ...rounds.map(({ round }) => round));
  const tests = (round: number) => episodes.filter((one) => one.split === 'test' && one.round === round);
  const seedCount = new Set(rounds.map(({ seed }) => seed)).size;
  return {
    name,
    curve: Array.from({ length: last + 1 }, (_, round) => curveRound(round, episodes, rounds, settings, ids)),
    domains: domainsOf(tests(0), tests(last), rounds),
    edits: editsOf(
      recorded.writes.filter(({ condition }) => condition === name),
      seedCount,
    ),
    cost: costOf(episodes, seedCount),
    firstToLast: firstToLast(tests(0), tests(last), ids),
    ...(await mapOf(name, out, settings, tests(last))),
  };
}

function curveRound(
  round: number,
  episodes: readonly EpisodeRecord[],
  rounds: readonly RoundRecord[],
  { seeds }: BenchSettings,
  { hasNovel, isNovel }: Ids,
): CurveRound {
  const of = (split: EpisodeRecord['split']) => episodes.filter((one) => one.split === split && one.round === round);
  const trained = new Set(episodes.filter(({ split }) => split === 'train').map(({ kind }) => kind));
  const here = rounds.filter((one) => one.round === round);
  const first = here.find(({ seed }) => seed === seeds[0]) ?? here[0];
  const ended = new Set(here.map(({ seed }) => seed));
  const soFar = episodes.filter((one) => one.split === 'train' && one.round <= round && ended.has(one.seed));
  const isFirst = ({ seed }: Arm): boolean => seed === first?.seed;
  return {
    round,
    test: shareOf(of('test')),
    unseen: shareOf(of('test').filter(({ kind }) => !trained.has(kind))),
    ...(hasNovel
      ? {
          wording: {
            known: shareOf(of('test').filter((one) => !isNovel(one))),
            novel: shareOf(of('test').filter(isNovel)),
          },
        }
      : {}),
    ...(round > 0 ? { train: shareOf(of('train')) } : {}),
    bySeed: seeds.flatMap((seed) => here.find((one) => one.seed === seed)?.test ?? []),
    library: mean(here.map(({ library }) => library.length)),
    tokens: learningTokens(soFar) / Math.max(1, here.length),
    detail: {
      skills: (first?.library ?? []).map(({ name, version, description }) => ({ name, version, description })),
      failures: of('test')
        .filter((one) => isFirst(one) && !one.passed)
        .map(({ task: id, domain, skill, prompt }) => ({ id, domain, skill, prompt })),
    },
  };
}

const shareOf = (some: readonly EpisodeRecord[]): Interval =>
  proportion(some.filter(({ passed }) => passed).length, some.length);

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;

function domainsOf(
  first: readonly EpisodeRecord[],
  last: readonly EpisodeRecord[],
  rounds: readonly RoundRecord[],
): readonly DomainReport[] {
  const learnedIn = new Map(
    rounds.flatMap(({ seed, library }) => library.map(({ name, domain }) => [`${seed}/${name}`, domain])),
  );
  return [...new Set(last.map(({ domain }) => domain))].sort().map((domain) => {
    const mine = last.filter((one) => one.domain === domain);
    const with_ = { own: 0, other: 0, seed: 0, none: 0 };
    for (const { skill, seed } of mine.filter(({ passed }) => passed)) {
      const from = skill === null ? undefined : learnedIn.get(`${seed}/${skill}`);
      with_[skill === null ? 'none' : from === undefined ? 'seed' : from === domain ? 'own' : 'other']++;
    }
    return {
      domain,
      first: shareOf(first.filter((one) => one.domain === domain)),
      last: shareOf(mine),
      passedWith: with_,
    };
  });
}

function firstToLast(
  first: readonly EpisodeRecord[],
  last: readonly EpisodeRecord[],
  { requestOf }: Ids,
): ConditionReport['firstToLast'] {
  const place = (one: EpisodeRecord): string => `${one.seed}/${requestOf(one)}`;
  const before = new Map(first.map((one) => [place(one), one.passed]));
  const both = last.filter((one) => before.has(place(one)));
  return change(
    both.map((one) => before.get(place(one)) === true),
    both.map(({ passed }) => passed),
  );
}

async function mapOf(
  name: string,
  { folder, recorded }: OutFolder,
  { seeds }: BenchSettings,
  tests: readonly EpisodeRecord[],
): Promise<{ readonly map: readonly MapPoint[]; readonly clusters: readonly (readonly string[])[] }> {
  const mine = recorded.rounds.filter(({ condition }) => condition === name);
  const seed = seeds.find((one) => mine.some((round) => round.seed === one)) ?? '';
  const end = mine.filter((round) => round.seed === seed).at(-1);
  if (!end) return { map: [], clusters: [] };
  const skills = await Promise.all(
    end.library.map(async (skill) => ({
      name: skill.name,
      text: await readFile(
        path.join(folder, 'library', name, seed, `round-${end.round}`, skill.name, 'SKILL.md'),
        'utf8',
      ),
    })),
  );
  const { points, clusters } = skillMap(skills, mapSeed);
  const used = (skill: string) => tests.filter((one) => one.seed === seed && one.skill === skill);
  return {
    map: points.map((point) => ({
      ...point,
      uses: used(point.skill).length,
      passed: used(point.skill).filter(({ passed }) => passed).length,
    })),
    clusters,
  };
}

function compare(recorded: Recorded, present: readonly string[], { rounds, seeds }: BenchSettings): Comparison[] {
  const end = (name: string, seed: string): RoundRecord | undefined =>
    recorded.rounds.find((one) => one.condition === name && one.seed === seed && one.round === rounds);
  const tokens = (name: string, some: readonly string[]): number =>
    learningTokens(recorded.episodes.filter(({ condition, seed }) => condition === name && some.includes(seed)));
  return references
    .filter((against) => present.includes(against))
    .flatMap((against) =>
      present
        .filter((name) => name !== against && !(against === 'full' && name === 'naive'))
        .flatMap((condition) => {
          const both = seeds.filter((seed) => end(condition, seed) && end(against, seed));
          if (both.length === 0) return [];
          const [ours, theirs] = [condition, against].map((name) => both.map((seed) => end(name, seed)?.test ?? 0));
          const difference = pairedDifference(ours ?? [], theirs ?? []);
          const ratio = tokens(condition, both) / Math.max(1, tokens(against, both));
          return [{ condition, against, difference, ...tally(ours ?? [], theirs ?? []), tokens: ratio }];
        }),
    );
}
