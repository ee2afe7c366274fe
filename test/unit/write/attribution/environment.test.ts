import assert from 'node:assert/strict';
import { fromEnvironment } from '../../../../src/engine/write/attribution/environment.js';
import { type CallSample, deniedOutput, failed, type RunSample, skillOf } from './sample.js';

const found = (sample: RunSample) => fromEnvironment(failed(sample));
const quoteOf = (sample: RunSample) => found(sample)?.quotes[0];
const denied: CallSample = { input: { command: 'node solve.mjs' }, denied: true };
const gaveUp = 'I could not finish';
const command = (line: string, output: string, ok = false): CallSample => ({ input: { command: line }, output, ok });

describe('a failure by the environment', () => {
  it('is a denied call after which nothing else was done', () => {
    const attribution = found({ calls: [{ tool: 'read_file', output: 'a,b' }, denied], answer: gaveUp });
    assert.deepEqual(
      [attribution?.cause, attribution?.by, attribution?.skill, attribution?.step],
      ['environment', 'tests', null, 2],
    );
    assert.deepEqual(attribution?.quotes, [{ from: 'step', at: 2, text: deniedOutput }]);
    // The file was made for the command that was denied, so nothing has come of it.
    const written = { tool: 'write_file', input: { path: 'solve.mjs', content: 'x' } };
    assert.ok(found({ calls: [written, denied], answer: gaveUp, changed: ['solve.mjs'] }));
  });

  it('is no denied call that the run could do without', () => {
    assert.equal(found({ calls: [denied, command('awk 1 f', '17\n[exit 0]', true)], answer: gaveUp }), undefined);
    assert.equal(found({ calls: [denied], answer: gaveUp, changed: ['report.md'] }), undefined);
    const worked = command('awk 1 f', '18\n[exit 0]', true);
    assert.equal(found({ calls: [worked, denied], answer: '18' }), undefined, 'it had its answer already');
    assert.ok(found({ calls: [denied, command('ls', 'No.\n[exit 2]')], answer: gaveUp }), 'another way failed as well');
    assert.ok(found({ calls: [denied, { tool: 'read_file', output: 'x' }], answer: gaveUp }), 'it only looked on');
  });

  it('is not what a file says about a denial', () => {
    assert.equal(found({ calls: [{ tool: 'read_file', output: deniedOutput }], answer: gaveUp }), undefined);
  });

  it('is a disk or a network that failed, and nothing was done after', () => {
    for (const line of [
      'cp: error writing x: No space left on device',
      'Error: ENOSPC: no space left on device, write',
      'Error: The disk is full: “a.csv” was not written.',
      'curl: (6) Could not resolve host: example.test',
      'npm error code EAI_AGAIN',
    ])
      assert.deepEqual(
        quoteOf({ calls: [command('x', `some output\n${line}\n[exit 1]`)], answer: gaveUp }),
        { from: 'step', at: 1, text: line },
        line,
      );
    const unread = { tool: 'read_file', output: 'Error: The disk reports an error for “a.csv”.', ok: false };
    assert.ok(found({ calls: [unread], answer: gaveUp }));
    const full = command('cp a b', 'cp: No space left on device\n[exit 1]');
    assert.equal(found({ calls: [full, command('cp a /tmp', '[exit 0]', true)], answer: gaveUp }), undefined);
    assert.equal(found({ calls: [command('sum', '18\n[exit 0]', true), full], answer: '18' }), undefined);
  });

  it('is not what the task or a file is about', () => {
    const calls = [command('node test.mjs', 'AssertionError: ENOSPC is not handled\n[exit 1]')];
    assert.ok(found({ calls, answer: gaveUp }));
    assert.equal(found({ calls, answer: gaveUp, prompt: 'Handle ENOSPC in write.mjs.' }), undefined);
    const read = { tool: 'read_file', output: "if (code === 'ENOSPC') retry();" };
    assert.equal(found({ calls: [read, ...calls], answer: gaveUp }), undefined);
    const printed = command('grep -r No log', 'No space left on device\n[exit 0]', true);
    assert.equal(found({ calls: [printed], answer: gaveUp }), undefined, 'a command that worked only printed it');
  });

  it('is not a command that failed by its own making', () => {
    for (const output of [
      'SyntaxError: Unexpected token\n[exit 1]',
      'connect ECONNREFUSED 127.0.0.1:3000\n[exit 1]',
      '[stopped after 120 s]',
      'cat: nothing.csv: No such file or directory\n[exit 1]',
      'ledger-sum: command not found\n[exit 127]',
      'bash: line 1: ledger-sum: command not found\n[exit 127]',
    ])
      assert.equal(found({ calls: [command('x', output)], answer: gaveUp }), undefined, output);
  });

  it('is a program that is not there, if it is a usual one or one that task, skill or check name', () => {
    const missing = (program: string, more: RunSample = {}) =>
      found({
        calls: [command('x', `bash: line 1: ${program}: command not found\n[exit 127]`)],
        answer: gaveUp,
        ...more,
      });
    assert.ok(missing('python3'));
    assert.equal(missing('jq'), undefined);
    assert.ok(missing('jq', { prompt: 'Use jq on a.json.' }));
    assert.ok(missing('jq', { used: skillOf('a', 'd', '- Read it with `jq .`.\n') }));
    assert.ok(missing('jq', { check: 'jq . a.json' }));
    assert.equal(missing('jq', { prompt: 'Use jqx or my-jq on a.json.' }), undefined, 'only the whole word');
    assert.equal(missing('x.y', { prompt: 'Use xzy.' }), undefined, 'a dot is a dot');
  });

  it('is a check that says it could not do its work', () => {
    assert.deepEqual(quoteOf({ tail: 'node: write EROFS\nsh: 1: pytest: not found' }), {
      from: 'check',
      text: 'node: write EROFS',
    });
    assert.equal(quoteOf({ tail: 'sh: 1: pytest: not found' })?.from, 'check');
    assert.equal(found({ tail: 'sh: 1: solve-it: not found' }), undefined, 'made up by the run');
    assert.ok(found({ tail: 'sh: 1: solve-it: not found', check: 'solve-it --test' }));
    assert.equal(found({ tail: 'expected: 17\ngot: 18' }), undefined);
    assert.equal(found({ tail: 'expected EROFS', prompt: 'Report EROFS.' }), undefined);
  });
});
