import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { commonSense, hear } from '../../../src/practice/kb/house.js';
import { domains, kinds } from '../../../src/practice/kb/kinds.js';
import { noisy } from '../../../src/practice/model/character.js';
import { seeded, shuffled } from '../../../src/practice/random.js';
import { serve } from '../../../src/practice/server.js';
import type { ChatBody } from '../../../src/practice/wire.js';
import { isRight, makeWorld, type World } from '../../../src/practice/world.js';
import { accuracy, learn, type Library, oracle, solve } from './support/library.js';
import { askBlame } from './support/librarian.js';
import { type Ask, inProcess, overHttp } from './support/model.js';
import { episode, runTask, skillFrom } from './support/run.js';
import { folderTools } from './support/tools.js';

const root = path.resolve('src/practice');

/** The files a file imports, its imports' imports included. */
function imported(file: string, found = new Set<string>()): ReadonlySet<string> {
  for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(/(?:from|import) ?\(?'(\.[^']+)'/g)) {
    const target = path.resolve(path.dirname(file), specifier.replace(/\.js$/, '.ts'));
    if (found.has(target)) continue;
    found.add(target);
    if (target.endsWith('.ts')) imported(target, found);
  }
  return found;
}

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name));

describe('honesty of the practice model', () => {
  const steady = { ask: inProcess() };
  const none: Library = new Map();

  it('cannot see the houses, the tasks or the checks', () => {
    for (const file of [
      ...sources(path.join(root, 'model')),
      ...sources(path.join(root, 'kb')),
      path.join(root, 'completion.ts'),
    ])
      for (const target of imported(file))
        assert.doesNotMatch(path.relative(root, target), /^(?:world|workspace)/, file);
  });

  it('knows the product by nothing but the wire', () => {
    for (const file of sources(root))
      for (const target of imported(file)) assert.ok(target.startsWith(root + path.sep), `${file} imports ${target}`);
  });

  it('replies the same to the same request, in any order, over HTTP, streamed or not', async () => {
    const requests: { readonly body: ChatBody; readonly reply: string }[] = [];
    const recording: Ask = async (body) => {
      const frozen = freeze(JSON.parse(JSON.stringify(body)) as ChatBody);
      const reply = await inProcess()(frozen);
      requests.push({ body: frozen, reply: JSON.stringify(reply) });
      return reply;
    };
    await practise({ ask: recording, model: 'practice-noisy' }, makeWorld(3, { train: 4, test: 2 }));
    assert.ok(requests.length > 200);
    for (const { body, reply } of requests) assert.equal(JSON.stringify(await inProcess()(body)), reply);

    const server = await serve({ chunkDelayMs: 0 });
    const ask = overHttp(server.baseUrl);
    const queue = shuffled(seeded('order'), requests);
    const worker = async (): Promise<void> => {
      for (let next = queue.pop(); next; next = queue.pop()) {
        assert.equal(JSON.stringify(await ask(next.body)), next.reply);
        assert.equal(await streamedContent(server.baseUrl, next.body), contentOf(next.reply));
      }
    };
    await Promise.all(Array.from({ length: 6 }, worker));
    await server.close();
  });

  it('solves everything with the right skills, by programs that really run', async () => {
    const world = makeWorld(2);
    assert.equal(await accuracy(steady, world.test, oracle(world.houses)), 1);
    for (const domain of domains) {
      const task = world.test.find((one) => one.domain === domain);
      assert.ok(task);
      const folder = mkdtempSync(path.join(os.tmpdir(), 'memento-honest-'));
      for (const [name, text] of Object.entries(task.files)) writeFileSync(path.join(folder, name), text);
      const skill = oracle(world.houses).get(domain);
      const run = await runTask(task.prompt, skill, { ...steady, tools: folderTools(folder) });
      assert.ok(isRight(task, run.answer), task.prompt);
      rmSync(folder, { recursive: true });
    }
  });

  it('owes what it can to the text of its skills', async () => {
    const world = makeWorld(1, { test: 8 });
    const skills = await learn(steady, world);
    const learned = await accuracy(steady, world.test, skills);
    const withheld = await accuracy(steady, world.test, none);
    const shifted = new Map(
      domains.map((domain, index) => [domain, skills.get(domains[(index + 3) % domains.length] ?? '')]),
    );
    const swapped = await accuracy(steady, world.test, new Map([...shifted].flatMap(([d, s]) => (s ? [[d, s]] : []))));
    const elsewhere = await accuracy(steady, makeWorld(2, { test: 8 }).test, skills);
    assert.ok(learned > 0.85, `learned ${learned}`);
    for (const without of [withheld, swapped, elsewhere]) assert.ok(without < 0.4, `without ${without}`);
  });

  it('changes the answers that depend on a rule when the rule is taken out, and no others', async () => {
    const world = makeWorld(1, { test: 8 });
    const full = oracle(world.houses);
    let [dependent, changed] = [0, 0];
    for (const domain of domains) {
      const skill = full.get(domain);
      assert.ok(skill);
      for (const line of skill.text.split('\n')) {
        const rule = hear(line);
        if (!rule || commonSense[rule.slot] === rule.option) continue;
        const without = new Map([...full, [domain, skillFrom(skill.text.replace(`${line}\n`, ''))]]);
        for (const task of world.test.filter((one) => one.domain === domain)) {
          const same = (await solve(steady, task, full)).answer === (await solve(steady, task, without)).answer;
          const depends = kinds.find(({ id }) => id === task.kind)?.uses.includes(rule.slot);
          if (!depends) assert.ok(same, `${task.prompt} without ${line}`);
          else if (dependent++ >= 0 && !same) changed++;
        }
      }
    }
    assert.ok(changed / dependent > 0.5, `${changed} of ${dependent}`);
  });

  it('learns nothing from feedback that says nothing', async () => {
    const world = makeWorld(1, { test: 8 });
    const answers = shuffled(seeded('permuted'), world.train);
    const noise: World = {
      ...world,
      train: world.train.map((task, index) => ({ ...task, check: answers[index]?.check ?? task.check })),
    };
    const before = await accuracy(steady, world.test, none);
    const after = await accuracy(steady, world.test, await learn(steady, noise));
    assert.ok(after < before + 0.15, `${before} to ${after}`);
  });

  it('makes the mistakes of its character only', async () => {
    const world = makeWorld(2);
    const share = await accuracy({ ask: inProcess(), model: 'practice-noisy' }, world.test, oracle(world.houses));
    assert.ok(share > 0.9 && share < 1, String(share));
    assert.deepEqual([noisy.slip, noisy.writeErr, noisy.attrErr, noisy.judgeErr], [0.04, 0.3, 0.15, 0]);
    assert.deepEqual([noisy.attend, noisy.overlook], [8, 0.04]);
  });
});

/** Acting, attributing, creating and rewriting: some of every kind of request. */
async function practise(who: { readonly ask: Ask; readonly model: string }, world: World): Promise<void> {
  const skills = await learn(who, world);
  for (const task of world.test) {
    const run = await solve(who, task, skills);
    if (isRight(task, run.answer)) continue;
    await askBlame(who, episode(run, task.check.answer), skills.get(task.domain), [...skills.values()]);
  }
}

const contentOf = (reply: string): string =>
  (JSON.parse(reply) as { choices: [{ message: { content: string | null } }] }).choices[0].message.content ?? '';

async function streamedContent(baseUrl: string, body: ChatBody): Promise<string> {
  const request = { method: 'POST', body: JSON.stringify({ ...body, stream: true }) };
  const text = await (await fetch(`${baseUrl}/chat/completions`, request)).text();
  return [...text.matchAll(/^data: (\{.*)$/gm)]
    .map(([, json = '']) => JSON.parse(json) as { choices: { delta: { content?: string } }[] })
    .map(({ choices }) => choices[0]?.delta.content ?? '')
    .join('');
}

function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
}
