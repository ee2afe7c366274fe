import type { House } from './kb/house.js';
import type { Kind } from './kb/kind.js';
import { kinds } from './kb/kinds.js';
import { hash32 } from './hash.js';
import { pick, seeded } from './random.js';
import { drawConventions } from './world/conventions.js';
import { draws } from './world/draw.js';

/** A task of the world: its files and the only right answer. */
export interface WorldTask {
  readonly id: string;
  readonly split: 'train' | 'test';
  readonly domain: string;
  readonly kind: string;
  readonly prompt: string;
  readonly files: Readonly<Record<string, string>>;
  readonly check: { readonly type: 'exact'; readonly answer: string };
}

/** The hidden side of the practice: houses whose conventions nobody was told, and tasks that need them. */
export interface World {
  readonly seed: string;
  /** The conventions by domain. */
  readonly houses: ReadonlyMap<string, House>;
  readonly train: readonly WorldTask[];
  readonly test: readonly WorldTask[];
}

export interface WorldOptions {
  /** Tasks per domain; 12 and 15 when absent. */
  readonly train?: number;
  readonly test?: number;
  /** The same world after half of the conventions of its first four domains changed. */
  readonly drifted?: boolean;
}

/** Kinds that occur only in the test split: whoever only memorised cannot answer them. */
export const heldOut: ReadonlySet<string> = new Set([
  'ledger.average',
  'telemetry.overall',
  'inventory.sitestock',
  'shifts.alltime',
  'calendar.workdays',
  'tags.next',
  'naming.pair',
  'requests.clienterrors',
]);

/** Draws a world; the same seed gives the same world. */
export function makeWorld(seed: number | string, options: WorldOptions = {}): World {
  const name = String(seed);
  const houses = drawConventions(name, options.drifted ?? false);
  const split = (which: WorldTask['split'], count: number): WorldTask[] =>
    [...houses].flatMap(([domain, house]) => {
      const possible = kinds.filter((kind) => kind.domain === domain && (which === 'test' || !heldOut.has(kind.id)));
      return Array.from({ length: count }, (_, index) => possible[index % possible.length]).flatMap((kind, index) =>
        kind ? [drawTask({ seed: name, split: which, index, kind, house })] : [],
      );
    });
  return {
    seed: name,
    houses,
    train: mixed(`tr${name}`, split('train', options.train ?? 12)),
    test: mixed(`te${name}`, split('test', options.test ?? 15)),
  };
}

/** Whether an answer is right, blanks around it aside. */
export const isRight = (task: WorldTask, answer: string): boolean => answer.trim() === task.check.answer;

function drawTask(from: {
  readonly seed: string;
  readonly split: WorldTask['split'];
  readonly index: number;
  readonly kind: Kind;
  readonly house: House;
}): WorldTask {
  const { split, index, kind, house } = from;
  const random = seeded([from.seed, split, kind.domain, index].join('/'));
  const { asked, files } = draw(kind, random, house);
  const prompt = pick(random, kind.texts).replace(/\{(\w+)\}/g, (_, name: string) => asked[name] ?? '');
  const answer = kind.solve(asked, house, files[asked.file ?? ''] ?? '');
  return {
    id: `${split}-${kind.domain}-${index}`,
    split,
    domain: kind.domain,
    kind: kind.id,
    prompt,
    files,
    check: { type: 'exact', answer },
  };
}

function draw(kind: Kind, ...from: Parameters<(typeof draws)[string]>): ReturnType<(typeof draws)[string]> {
  const facts = draws[kind.id];
  if (!facts) throw new Error(`no facts for ${kind.id}`);
  return facts(...from);
}

/** The tasks with their domains interleaved, in an order that hangs on nothing but the seed. */
const mixed = (seed: string, tasks: readonly WorldTask[]): WorldTask[] =>
  tasks
    .map((task) => ({ task, place: hash32(seed + task.id) }))
    .sort((a, b) => a.place - b.place)
    .map(({ task }) => task);
