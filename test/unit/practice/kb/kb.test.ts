import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  allSlots,
  commonSense,
  type Convention,
  hear,
  optionsOf,
  sentence,
  settle,
} from '../../../../src/practice/kb/house.js';
import { domains, kinds } from '../../../../src/practice/kb/kinds.js';
import { program } from '../../../../src/practice/kb/program.js';
import { understand } from '../../../../src/practice/kb/understand.js';
import { makeWorld } from '../../../../src/practice/world.js';
import { runProgram } from '../support/tools.js';

const conventions = allSlots.flatMap((slot) => optionsOf(slot).map((option): Convention => ({ slot, option })));

describe('practice conventions', () => {
  it('are recognised by their own sentence, and by no other', () => {
    for (const convention of conventions) assert.deepEqual(hear(`- ${sentence(convention)}`), convention);
  });

  it('are not heard in what states none', () => {
    for (const line of ['', 'Read the inputs before computing.', 'Divide by 1.', 'Print only the result.'])
      assert.equal(hear(line), undefined, line);
  });

  it('settle a house, the later one winning', () => {
    const house = settle(commonSense, [
      { slot: 'round', option: 'ceil' },
      { slot: 'round', option: 'even' },
    ]);
    assert.deepEqual(house, { ...commonSense, round: 'even' });
  });
});

describe('understanding a request', () => {
  it('takes a request whatever its line breaks, case and full stop', () => {
    const asked = { file: 'data/ledger.csv', acc: '4411' };
    for (const text of [
      'From the ledger export data/ledger.csv, what is the total booked on account 4411?',
      '  from the ledger export data/ledger.csv,\nwhat is the total booked on account 4411 ',
    ]) {
      const understood = understand(text);
      assert.equal(understood?.kind.id, 'ledger.total');
      assert.deepEqual(understood.asked, asked);
    }
  });

  it('takes nothing else', () => {
    for (const text of ['', 'hello', 'Refactor src/index.ts', 'From the ledger export, what is the total?'])
      assert.equal(understand(text), undefined, text);
  });
});

describe('programs of the practice model', () => {
  it('print what the model reckons, for every kind and every option', () => {
    const { test } = makeWorld(7, { test: 4 });
    for (const task of test) {
      const understood = understand(task.prompt);
      assert.ok(understood);
      const { kind, asked } = understood;
      for (const slot of kind.uses)
        for (const option of optionsOf(slot)) {
          const house = settle(commonSense, [{ slot, option }]);
          const text = program(kind, asked, house, new Set([slot]));
          const reckoned = kind.solve(asked, house, task.files[asked.file ?? ''] ?? '');
          const printed = runProgram(text, new Map(Object.entries(task.files)));
          assert.equal(printed, `${reckoned}\n[exit 0]`, `${kind.id} ${slot} ${option}`);
        }
    }
    assert.equal(new Set(test.map(({ kind }) => kind)).size, kinds.length);
  });

  it('run in Node as they are, one of each domain', () => {
    const { test } = makeWorld(8);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'memento-program-'));
    try {
      for (const domain of domains) {
        const task = test.find((one) => one.domain === domain && !understand(one.prompt)?.kind.shell);
        const understood = understand(task?.prompt ?? '');
        assert.ok(task && understood);
        const { kind, asked } = understood;
        const house = makeWorld(8).houses.get(domain) ?? commonSense;
        for (const [name, text] of Object.entries(task.files)) writeFileSync(path.join(folder, name), text);
        writeFileSync(path.join(folder, 'program.mjs'), program(kind, asked, house, new Set()));
        const { stdout, stderr } = spawnSync(process.execPath, ['program.mjs'], { cwd: folder, encoding: 'utf8' });
        assert.equal(stderr, '');
        assert.equal(stdout, `${task.check.answer}\n`, kind.id);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('say which conventions were given and which assumed, and keep any text a text', () => {
    const kind = kinds.find(({ id }) => id === 'naming.slug');
    assert.ok(kind);
    const title = `A "quoted" \\ 'title' \n \${x}`;
    const text = program(kind, { title }, commonSense, new Set(['stop']));
    assert.match(text, /\n {2}case: 'kebab', \/\/ assumed: Join words with hyphens in lower case\.\n/);
    assert.match(text, /\n {2}stop: 'keep', \/\/ Keep small words such as the, of, a\.\n/);
    assert.doesNotMatch(text, /readFileSync|function (?:rows|round)\b/);
    assert.equal(runProgram(text, new Map()), `${kind.solve({ title }, commonSense, '')}\n[exit 0]`);
  });
});

describe('pipelines of the practice model', () => {
  it('count what the model reckons under every option, in a real shell', () => {
    const log = makeWorld(9).test.find(({ domain }) => domain === 'requests')?.files['requests.log'] ?? '';
    const folder = mkdtempSync(path.join(os.tmpdir(), 'memento-awk-'));
    const asked = { file: `request's log`, ip: '10.0.0.2' };
    writeFileSync(path.join(folder, asked.file), log);
    const cases = kinds.flatMap((kind) =>
      kind.shell
        ? kind.uses.flatMap((slot) =>
            optionsOf(slot).map((option) => {
              const house = settle(commonSense, [{ slot, option }]);
              return { command: kind.shell?.(asked, house) ?? '', count: kind.solve(asked, house, log) };
            }),
          )
        : [],
    );
    try {
      const script = cases.map(({ command }) => command).join('\n');
      const { stdout, stderr } = spawnSync('bash', ['-c', script], { cwd: folder, encoding: 'utf8' });
      assert.equal(stderr, '');
      assert.deepEqual(
        stdout.trim().split('\n'),
        cases.map(({ count }) => count),
      );
      assert.ok(new Set(cases.map(({ count }) => count)).size > 4);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('keep a client that is no address from becoming a program', () => {
    const kind = kinds.find(({ id }) => id === 'requests.clienthits');
    const command = kind?.shell?.({ file: 'x; rm -rf ~', ip: `1" } END { system("id") } '; id #` }, commonSense) ?? '';
    const { stdout } = spawnSync('bash', ['-c', command], { encoding: 'utf8', cwd: os.tmpdir() });
    assert.doesNotMatch(stdout, /uid=/);
  });
});
