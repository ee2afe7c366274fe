import { text } from '../../text.js';
import type { Example } from '../example.js';
import type { RouterModel } from '../model.js';
import { generator, shuffle } from '../random.js';
import type { Outcomes } from './evalReport.js';
import { share } from './metrics.js';
import type { Query } from './routerData.js';
import type { Trainer, Work } from './work.js';

/** How often a run succeeds with a skill that fits, and with one that does not. */
const luck = { right: 0.9, wrong: 0.05 } as const;
/** Trained anew when the outcomes have grown by this share, and by so many at least. */
const growth = 0.25;
const fewest = 20;
const windows = 8;

interface Pick {
  readonly right: boolean;
  readonly succeeded: boolean;
}

/**
 * Lives through tasks in seeded order as a user would: nobody says what had been right, only whether what was tried worked. After a failure
 * the second best is tried once; both outcomes teach.
 * @returns how the first picks did, and the model at the end
 * @throws {CancelledError}
 */
export async function liveThrough(
  pool: readonly Query[],
  count: number,
  seed: number,
  trainer: Trainer,
  work: Work,
): Promise<{ readonly model: RouterModel; readonly examples: readonly Example[]; readonly outcomes: Outcomes }> {
  const answerable = pool.filter(({ positives }) => positives.length > 0);
  const tasks = shuffle([...answerable], generator(seed)).slice(0, count);
  // A stream of its own, with as many numbers a task whatever is picked: both methods meet the same luck.
  const random = generator(seed + 1);
  const examples: Example[] = [];
  const picks: { readonly trained: Pick; readonly bm25: Pick }[] = [];
  let trainedOn = 0;
  const told = (done: number): ReturnType<typeof text> =>
    text('Task {0} of {1}; training: {2} %', picks.length, tasks.length, Math.floor(done * 100));
  let model = await trainer.model([], told);
  for (const { query, positives } of tasks) {
    const [now, again] = [random(), random()];
    const pick = (id: string | undefined, chance: number): Pick => {
      const right = id !== undefined && positives.includes(id);
      return { right, succeeded: id !== undefined && chance < (right ? luck.right : luck.wrong) };
    };
    const teach = (id: string | undefined, chance: number): Pick => {
      const tried = pick(id, chance);
      if (id === undefined) return tried;
      const example = outcomeOf(query, id, tried.succeeded, examples.length);
      examples.push(example);
      model.learn(example);
      return tried;
    };
    const ranking = model.rank(query);
    const [first, second] = ranking.top(2);
    const trained = teach(first?.id, now);
    if (!trained.succeeded) teach(second?.id, again);
    picks.push({ trained, bm25: pick(ranking.rivals.bm25[0], now) });
    await work.turn(() => text('Task {0} of {1}', picks.length, tasks.length));
    if (examples.length - trainedOn < Math.max(fewest, growth * trainedOn)) continue;
    trainedOn = examples.length;
    model = await trainer.model(examples, told);
  }
  const eighths = (holds: (one: (typeof picks)[number]) => boolean): number[] =>
    Array.from({ length: windows }, (_, window) =>
      share(
        picks.slice(Math.floor((window * picks.length) / windows), Math.floor(((window + 1) * picks.length) / windows)),
        holds,
      ),
    );
  return {
    model,
    examples,
    outcomes: {
      tasks: tasks.length,
      trainings: trainer.times.length,
      trained: eighths(({ trained }) => trained.right),
      bm25: eighths(({ bm25 }) => bm25.right),
      trained_success: eighths(({ trained }) => trained.succeeded),
      bm25_success: eighths(({ bm25 }) => bm25.succeeded),
    },
  };
}

const outcomeOf = (query: string, id: string, succeeded: boolean, at: number): Example => ({
  query,
  positives: succeeded ? [id] : [],
  negatives: succeeded ? [] : [id],
  source: 'outcome',
  outcome: succeeded ? 1 : 0,
  at,
});
