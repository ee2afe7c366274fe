import assert from 'node:assert/strict';
import { frozenWorld } from '../../../../src/bench/worlds/frozen.js';
import type { BenchTask } from '../../../../src/bench/tasks/benchTask.js';
import type { BenchWorld } from '../../../../src/bench/worlds/benchWorld.js';
import type { ChatModel, ChatReply, ChatRequest } from '../../../../src/engine/ports.js';
import { connectModel } from '../../../../src/models/connect.js';
import { noisy } from '../../../../src/practice/model/character.js';
import { choose } from '../../../../src/practice/hash.js';
import { seeded, shuffled } from '../../../../src/practice/random.js';
import { serve } from '../../../../src/practice/server.js';
import { type Arms, narrowed, never, openArms, Recorder, share } from '../arms.js';
import { sit } from './sit.js';

const domains = ['ledger', 'telemetry', 'naming'];
const rounds = 2;
const worldOf = (seed: string): BenchWorld => narrowed(frozenWorld(seed, { train: 3, test: 4 }), domains);

describe('a library that was learned in a benchmark', function () {
  this.timeout(180_000);
  let arms: Arms;
  const world = worldOf('1');
  const asked: { readonly request: ChatRequest; readonly reply: ChatReply }[] = [];
  const first = new Recorder();
  before(async () => {
    arms = await openArms();
    const recording: ChatModel = {
      info: arms.model.info,
      chat: async (request, ...rest) => {
        const reply = await arms.model.chat(request, ...rest);
        asked.push({ request: structuredClone(request), reply });
        return reply;
      },
    };
    await arms.run({ ...{ name: 'full', world, rounds }, sink: first, model: recording });
  });
  after(() => arms.close());

  /** A house with skills that nobody changes. */
  const furnished = async (skills: Readonly<Record<string, string>>, where = world) =>
    await arms.house('seed', { ...where, library: skills });

  it('comes from a model whose replies hang on the request alone, in whatever order', async () => {
    assert.ok(asked.length > 150, String(asked.length));
    const server = await serve({ chunkDelayMs: 0, character: noisy });
    const model = await connectModel({ baseUrl: server.baseUrl, model: 'practice-noisy', simulated: true });
    const queue = shuffled(seeded('order'), asked);
    const ask = async (): Promise<void> => {
      for (let next = queue.pop(); next; next = queue.pop())
        assert.deepEqual(await model.chat(next.request, {}, never), next.reply);
    };
    await Promise.all(Array.from({ length: 4 }, ask));
    await server.close();
  });

  it('comes out the same a second time', async () => {
    const second = new Recorder();
    await arms.run({ ...{ name: 'full', world, rounds }, sink: second });
    assert.deepEqual(second.comparable, first.comparable);
  });

  it('is worth what its skills say, and nothing without', async () => {
    const skills = first.library(rounds);
    const { house } = await furnished(skills);
    const passed = async (use: (task: BenchTask) => string | null, where = house): Promise<number> =>
      share(await sit(where, world.test(0), use));
    // The choices of the last test: the router is not what is looked at here.
    const chosen = new Map(
      first.episodes.flatMap((one) => (one.split === 'test' && one.round === rounds ? [[one.task, one.skill]] : [])),
    );
    const asRouted = ({ id }: BenchTask): string | null => chosen.get(id) ?? null;

    const learned = await passed(asRouted);
    assert.equal(learned, first.rounds[rounds]?.test);
    const withheld = await passed(() => null);
    assert.equal(withheld, await passed(() => null, (await arms.house('none', world)).house));
    const misrouted = await passed(({ id, domain }) => {
      const elsewhere = world.test(0).filter((one) => one.domain !== domain);
      return (
        choose(
          elsewhere.flatMap((one) => asRouted(one) ?? []),
          id,
        ) ?? null
      );
    });
    const swapped = await passed(asRouted, (await furnished(withRecipesSwapped(skills))).house);
    assert.ok(learned - withheld >= 0.5, `${withheld} to ${learned}`);
    for (const without of [misrouted, swapped])
      assert.ok(without - withheld < oneOf(world), `${withheld} to ${without}`);
  });

  it('is worth little in a house with other conventions', async () => {
    const other = worldOf('2');
    const { exam } = await furnished(first.library(rounds), other);
    const there = share(await exam.of(other.test(0), undefined, never));
    const without = share(await exam.of(other.test(0), null, never));
    assert.ok(there - without < oneOf(other), `${without} to ${there}`);
  });

  it('does not come from answers that belong to other tasks', async () => {
    const checks = shuffled(seeded('permuted'), world.train(1)).map(({ check }) => check);
    const senseless = world.train(1).map((task, index) => ({ ...task, check: checks[index] ?? task.check }));
    const sink = new Recorder();
    await arms.run({ ...{ name: 'full', world: { ...world, train: () => senseless }, rounds }, sink });
    const [before, after] = [sink.rounds[0]?.test, sink.rounds.at(-1)?.test];
    assert.ok(before !== undefined && after !== undefined && after - before < oneOf(world), `${before} to ${after}`);
    // It was tried.
    assert.ok(sink.episodes.some(({ tokens }) => (tokens?.write ?? 0) > 0));
  });
});

/** What one task more makes of a share, and a little: chance may give as much. */
const oneOf = (world: BenchWorld): number => 1.01 / world.test(0).length;

/** The same names and descriptions, each with the recipe of another skill. */
function withRecipesSwapped(skills: Readonly<Record<string, string>>): Record<string, string> {
  const recipe = /```recipe[\s\S]*?```/;
  const learned = Object.entries(skills).filter(([, text]) => recipe.test(text));
  return Object.fromEntries(
    learned.map(([name, text], index) => {
      const [, from = ''] = learned[(index + Math.floor(learned.length / 2)) % learned.length] ?? [];
      return [name, text.replace(recipe, () => recipe.exec(from)?.[0] ?? '')];
    }),
  );
}
