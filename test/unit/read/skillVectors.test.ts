import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { CancelledError, HumanError } from '../../../src/engine/errors.js';
import type { Embedder } from '../../../src/engine/ports.js';
import type { SkillText } from '../../../src/engine/read/example.js';
import { type SkillCosines, SkillVectors } from '../../../src/engine/read/skillVectors.js';
import { createWindowId } from '../../../src/engine/store/window.js';
import { connectEmbedder } from '../../../src/models/connect.js';
import { type PracticeServer, serve } from '../../../src/practice/server.js';
import { fails, hangs, type FaultServer, type Script, sends, startFaultServer } from '../../support/faultServer.js';
import { useTempFolder } from '../store/temp.js';

const never = (): AbortSignal => new AbortController().signal;
const nothing = (): void => undefined;

const skill = (name: string, description: string): SkillText => ({ id: name, name, description, body: 'Unread.' });

const library = [
  skill('ledger', 'Parses the lines of a ledger file and adds up amounts.'),
  skill('deploy', 'Deploys a web server to the machine.'),
  skill('telemetry', 'Reads sensor telemetry and finds errors.'),
];
const query = 'add up the amounts in a ledger';

/** A reply with a vector for each of so many texts. */
const vectors = (count: number, dims = 4): Script =>
  sends(
    JSON.stringify({
      data: Array.from({ length: count }, (_, index) => ({
        index,
        embedding: Array.from({ length: dims }, (__, at) => Math.cos(index + at * 1.7)),
      })),
    }),
    'application/json',
  );

describe('vectors of skills', () => {
  const opened: SkillVectors[] = [];
  const servers: { close(): Promise<void> }[] = [];
  const problems: unknown[] = [];
  let now = 0;
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((one) => one.dispose()));
    await Promise.all(servers.splice(0).map((one) => one.close()));
    problems.length = 0;
    now = 0;
  });
  // After the hook above: what is open writes into the folder.
  const at = useTempFolder();

  const open = (embedder: () => Embedder | undefined, dir = at('index')): SkillVectors => {
    const window = createWindowId();
    const one = new SkillVectors({
      dir,
      window,
      embedder,
      onProblem: (problem) => problems.push(problem),
      clock: { now: () => now },
    });
    opened.push(one);
    return one;
  };

  const practice = async (): Promise<{ server: PracticeServer; embedder: Embedder }> => {
    const server = await serve({ chunkDelayMs: 0 });
    servers.push(server);
    const config = { baseUrl: server.baseUrl, model: 'practice-embed', simulated: true };
    return { server, embedder: await connectEmbedder(config) };
  };

  const faulty = async (
    scripts: readonly Script[],
    attempts = 1,
  ): Promise<{ server: FaultServer; embedder: Embedder }> => {
    const server = await startFaultServer(...scripts);
    servers.push(server);
    const limits = { attempts, backoffMs: 1 };
    return { server, embedder: await connectEmbedder({ baseUrl: server.url, model: 'tiny', limits }) };
  };

  /** Asks until there is an answer: what comes late counts for the next time. */
  const answer = async (one: SkillVectors, task: string, skills = library): Promise<SkillCosines> => {
    for (let asked = 0; asked < 50; asked++) {
      const found = await one.cosines(task, skills, never());
      if (found) return found;
      await sleep(20);
    }
    return assert.fail(`no answer: ${problems.map(String).join()}`);
  };

  const messages = (): string[] => problems.map((problem) => (problem instanceof HumanError ? problem.message : 'bug'));

  it('are nearest for the skill that is meant, with the practice model over HTTP', async () => {
    const { embedder } = await practice();
    const one = open(() => embedder);
    await one.prepare(library, nothing, never());
    const { cosines, vector } = await answer(one, query);
    assert.deepEqual([...cosines.keys()], ['ledger', 'deploy', 'telemetry']);
    const [ledger = 0, deploy = 0, telemetry = 0] = cosines.values();
    assert.ok(ledger > 0.3 && ledger > deploy && ledger > telemetry, String([...cosines.values()]));
    assert.equal(vector.length, 256);
    assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-5);
    assert.deepEqual(problems, []);
  });

  it('are asked for in the background when some are missing; until then there is no answer', async () => {
    const { embedder } = await practice();
    const one = open(() => embedder);
    assert.equal(await one.cosines(query, library, never()), undefined);
    await answer(one, query);
    // The next skill makes it incomplete again.
    const more = [...library, skill('tags', 'Prints asset tags.')];
    const [first, then] = [await one.cosines(query, more, never()), await answer(one, query, more)];
    assert.equal(first, undefined);
    assert.equal(then.cosines.size, 4);
  });

  it('are there after a restart without a request', async () => {
    const { embedder, server } = await practice();
    const one = open(() => embedder);
    await one.prepare(library, nothing, never());
    const before = await answer(one, query);
    await one.dispose();
    await server.close();
    const after = await answer(
      open(() => embedder),
      query,
    );
    assert.deepEqual(after, before);
    assert.deepEqual(problems, []);
  });

  it('B46: are asked for again when the cache is gone or cannot be read', async () => {
    const { embedder } = await practice();
    await open(() => embedder).prepare(library, nothing, never());
    const [generation = ''] = (await readdir(at('index'))).filter((name) => name !== 'lock');
    await writeFile(at('index', generation, 'index.f32'), 'broken');
    const one = open(() => embedder);
    await answer(one, query);
    await one.dispose();
    await rm(at('index'), { recursive: true });
    await answer(
      open(() => embedder),
      query,
    );
    assert.deepEqual(problems, []);
  });

  it('are in small requests, with progress, and what has come stays when they are cancelled', async () => {
    const many = Array.from({ length: 70 }, (_, index) => skill(`skill-${index}`, `Does thing ${index}.`));
    const { embedder, server } = await faulty([vectors(32), hangs, vectors(32), vectors(6)]);
    const one = open(() => embedder);
    const controller = new AbortController();
    const progress: [number, number][] = [];
    const note = (done: number, of: number): number => progress.push([done, of]);
    const stopped = one.prepare(many, note, controller.signal);
    await server.arrived(2);
    controller.abort();
    await assert.rejects(stopped, CancelledError);
    await one.prepare(many, note, never());
    assert.deepEqual(progress, [
      [32, 70],
      [32, 38],
      [38, 38],
    ]);
    await one.prepare(many, note, never());
    assert.equal(server.requests.length, 4);
    assert.deepEqual((server.requests[0]?.body?.input as string[])[0], 'skill-0: Does thing 0.');
  });

  it('are one for skills that read the same', async () => {
    const twins = [skill('a', 'Same.'), { ...skill('a', 'Same.'), id: 'b' }];
    const { embedder, server } = await faulty([vectors(1), vectors(1)]);
    const one = open(() => embedder);
    await one.prepare(twins, nothing, never());
    const { cosines } = await answer(one, query, twins);
    assert.deepEqual([...cosines.keys()], ['a', 'b']);
    assert.equal(server.requests.length, 2);
  });

  it('a task waits no longer than the limit, and its late vector counts for the next time', async () => {
    const waiting: ServerResponse[] = [];
    const late: Script = (response) => void waiting.push(response);
    const { embedder, server } = await faulty([vectors(3), late]);
    const one = open(() => embedder);
    await one.prepare(library, nothing, never());
    assert.equal(await one.cosines(query, library, never()), undefined);
    assert.equal(await one.cosines(query, library, never()), undefined);
    assert.equal(server.requests.length, 2);
    await vectors(1)(waiting[0]!);
    assert.equal((await answer(one, query)).cosines.size, 3);
    assert.equal(server.requests.length, 2);
    assert.deepEqual(problems, []);
  });

  it('a run that is cancelled does not wait', async () => {
    const { embedder, server } = await faulty([vectors(3), hangs]);
    const one = open(() => embedder);
    await one.prepare(library, nothing, never());
    const controller = new AbortController();
    const waiting = one.cosines(query, library, controller.signal);
    await server.arrived(2);
    controller.abort();
    await assert.rejects(waiting, CancelledError);
    await assert.rejects(one.cosines(query, library, AbortSignal.abort()), CancelledError);
  });

  it('a failure is told once, then nothing is sent for a minute, and again when it works and fails anew', async () => {
    const { embedder, server } = await faulty([vectors(3), fails(500), fails(500), vectors(1), fails(500)]);
    const one = open(() => embedder);
    await one.prepare(library, nothing, never());
    assert.equal(await one.cosines('one', library, never()), undefined);
    assert.equal(await one.cosines('two', library, never()), undefined);
    assert.equal(server.requests.length, 2);
    assert.equal(problems.length, 1);
    assert.match(messages()[0] ?? '', /failed \(HTTP 500\)/);
    now += 60_000;
    assert.equal(await one.cosines('two', library, never()), undefined);
    assert.equal(problems.length, 1);
    now += 60_000;
    await answer(one, 'two');
    assert.equal(await one.cosines('three', library, never()), undefined);
    assert.equal(problems.length, 2);
    // What is known needs no request.
    assert.equal((await answer(one, 'two')).cosines.size, 3);
    assert.equal(server.requests.length, 5);
  });

  it('B47: vectors that are not numbers are told and never counted', async () => {
    const bad = sends('{"data":[{"index":0,"embedding":[1,null,1,1]}]}', 'application/json');
    const { embedder } = await faulty([vectors(3), bad, vectors(1)]);
    const one = open(() => embedder);
    await one.prepare(library, nothing, never());
    assert.equal(await one.cosines(query, library, never()), undefined);
    assert.match(messages()[0] ?? '', /not a number/);
    now += 60_000;
    for (const cosine of (await answer(one, query)).cosines.values()) assert.ok(Math.abs(cosine) <= 1.000001);
  });

  it('B45: are asked for anew when their length changes behind the name of the model', async () => {
    const { embedder, server } = await faulty([vectors(3, 4), vectors(1, 6), vectors(3, 6)]);
    const one = open(() => embedder);
    await one.prepare(library, nothing, never());
    assert.equal(await one.cosines(query, library, never()), undefined);
    const { vector } = await answer(one, query);
    assert.equal(vector.length, 6);
    assert.equal(server.requests.length, 3);
    assert.deepEqual(problems, []);
  });

  it('B45: an endpoint that changes their length with every reply is given up', async () => {
    const many = Array.from({ length: 40 }, (_, index) => skill(`skill-${index}`, 'Text.'));
    const { embedder } = await faulty(
      Array.from({ length: 20 }, (_, index) => (index % 2 ? vectors(8, 5) : vectors(32, 4))),
    );
    await assert.rejects(open(() => embedder).prepare(many, nothing, never()), (error) => {
      assert.ok(error instanceof HumanError);
      assert.match(error.message, /change their length/);
      return true;
    });
  });

  it('B45: belong to the model that is set now', async () => {
    // A task's vector may still be on its way to the disk when the model changes: then it is asked for once more.
    const replies = [vectors(3), vectors(1), vectors(1)];
    const [{ embedder: first }, { embedder: second }] = [await faulty(replies), await practice()];
    let chosen: Embedder | undefined = first;
    const one = open(() => chosen);
    await one.prepare(library, nothing, never());
    assert.equal((await answer(one, query)).vector.length, 4);
    chosen = second;
    assert.equal((await answer(one, query)).vector.length, 256);
    chosen = first;
    assert.equal((await answer(one, query)).vector.length, 4);
    chosen = undefined;
    assert.equal(await one.cosines(query, library, never()), undefined);
    await one.prepare(library, nothing, never());
    assert.deepEqual(problems, []);
  });

  it('stay in memory when they cannot be stored, which is told once', async () => {
    await mkdir(at('state'));
    await writeFile(at('state', 'index'), 'a file where the folder should be');
    const { embedder } = await practice();
    const one = open(() => embedder, at('state', 'index'));
    await one.prepare(library, nothing, never());
    assert.equal((await answer(one, query)).cosines.size, 3);
    assert.equal((await answer(one, 'deploy it')).cosines.size, 3);
    assert.equal(problems.length, 1);
    assert.ok(problems[0] instanceof HumanError, String(problems[0]));
  });

  it('of an empty library are none', async () => {
    const { embedder } = await practice();
    const { cosines } = await answer(
      open(() => embedder),
      query,
      [],
    );
    assert.equal(cosines.size, 0);
  });

  it('are not asked for after the end', async () => {
    const { embedder, server } = await faulty([hangs]);
    const one = open(() => embedder);
    const waiting = one.prepare(library, nothing, never());
    await server.arrived(1);
    await one.dispose();
    await assert.rejects(waiting, CancelledError);
    assert.equal(await one.cosines(query, library, never()), undefined);
    assert.equal(server.requests.length, 1);
  });
});
