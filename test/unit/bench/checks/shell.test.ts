import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, symlink } from 'node:fs/promises';
import os from 'node:os';
import type { Checked } from '../../../../src/bench/tasks/benchTask.js';
import { checkAnswer } from '../../../../src/bench/checks/checkAnswer.js';
import { CancelledError } from '../../../../src/engine/errors.js';
import { findConfinement } from '../../../../src/engine/replay/confine/confinement.js';
import { alive } from '../../../support/alive.js';
import { makeTempFolder, type TempFolder } from '../tempFolder.js';

const never = new AbortController().signal;

describe('a check by a script', () => {
  let temp: TempFolder;
  let nap: string;
  let naps = 0;
  beforeEach(async () => {
    temp = await makeTempFolder();
    await mkdir(temp.at('ws'));
    nap = `5${String(process.pid).padStart(7, '0')}.${++naps}`;
  });
  afterEach(() => temp.dispose());

  const check = (script: string, answer = '7', timeout = 20, signal = never): Promise<Checked> =>
    checkAnswer({ type: 'shell', script, timeout }, { answer, folder: temp.at('ws') }, signal);
  const copies = async (): Promise<string[]> =>
    (await readdir(os.tmpdir())).filter((name) => name.startsWith(`memento-replay-${process.pid}-`));

  it('passes with exit code 0 and fails with any other', async () => {
    assert.deepEqual(await check('true'), { passed: true, feedback: '', judged: false });
    assert.deepEqual(await check('echo total is off; exit 1'), {
      ...{ passed: false, feedback: 'total is off', judged: false },
    });
    assert.equal((await check('exit 4')).feedback, 'The check failed with exit code 4.');
    assert.match((await check('no-such-program-here')).feedback, /not found/);
  });

  it('gives the answer as variable and file, whatever it holds', async () => {
    const answer = `"$(touch pwned)'\n\`x\` € ; rm -rf *`;
    const hash =
      'test "$(printf %s "$ANSWER" | cksum)" = "$(cksum < answer.txt)" && ! test -e pwned && cat answer.txt && exit 9';
    assert.equal((await check(hash, answer)).feedback, answer);
    assert.equal(
      (await check('cat answer.txt | wc -c | tr -d " "; exit 1', 'x'.repeat(3_000_000))).feedback,
      '3000000',
    );
    assert.equal((await check('echo "${#ANSWER}"; exit 1', 'x'.repeat(3_000_000))).feedback, '100000');
    assert.equal((await check('test "$ANSWER" = ab', 'a\0b')).passed, true);
  });

  it('sees the workspace and changes a copy of it only', async () => {
    await temp.put('ws/out/total.txt', '42\n');
    const before = await copies();
    const script = 'test "$(cat out/total.txt)" = 42 && echo gone > out/total.txt && rm -r out && touch new';
    assert.equal((await check(script)).passed, true);
    assert.deepEqual((await readdir(temp.at('ws'))).sort(), ['out']);
    assert.equal(await readFile(temp.at('ws/out/total.txt'), 'utf8'), '42\n');
    assert.deepEqual(await copies(), before);
  });

  it('writes the answer through no link the agent has left', async () => {
    await temp.put('ws/keep.txt', 'kept');
    await symlink('keep.txt', temp.at('ws/answer.txt'));
    assert.equal((await check('test "$(cat keep.txt)" = kept && test "$(cat answer.txt)" = 7')).passed, true);
    assert.equal(await readFile(temp.at('ws/keep.txt'), 'utf8'), 'kept');
  });

  it('tells the last 20 lines, without secrets', async () => {
    const lines = (await check('seq 1 100; exit 1')).feedback.split('\n');
    assert.deepEqual([lines.length, lines[0], lines[19]], [20, '81', '100']);
    const { feedback } = await check(`echo key sk-${'a1'.repeat(24)}; exit 1`);
    assert.doesNotMatch(feedback, /sk-a1a1/);
  });

  it('fails when the time is over, and ends all the script has started', async () => {
    const { passed, feedback } = await check(`seq 1 30; sleep ${nap} & setsid sleep ${nap} & sleep ${nap}`, '7', 0.5);
    const lines = feedback.split('\n');
    assert.deepEqual([passed, lines.length, lines[0], lines[19]], [false, 20, 'The check did not end in 0.5 s.', '30']);
    assert.deepEqual(await alive(nap), []);
  });

  it('leaves nothing of a script that passes with children in the background', async () => {
    assert.equal((await check(`setsid sleep ${nap} >/dev/null 2>&1 & exit 0`)).passed, true);
    assert.deepEqual(await alive(nap), []);
  });

  it('leaves neither children nor copy when it is cancelled', async () => {
    const before = await copies();
    const stop = new AbortController();
    const script = `(setsid sleep ${nap} &) ; sleep ${nap} & touch '${temp.at('started')}'; wait`;
    const running = check(script, '7', 60, stop.signal);
    while (!(await readdir(temp.dir)).includes('started')) await new Promise(setImmediate);
    stop.abort();
    await assert.rejects(running, CancelledError);
    assert.deepEqual(await alive(nap), []);
    assert.deepEqual(await copies(), before);
    await assert.rejects(check('true', '7', 20, AbortSignal.abort()), CancelledError);
  });

  it('stays within walls where there are any', async () => {
    const confinement = await findConfinement(os.tmpdir(), never);
    if (!confinement) return;
    const script = `touch '${temp.at('outside')}'; test -e answer.txt`;
    const given = { answer: '7', folder: temp.at('ws'), confinement };
    assert.equal((await checkAnswer({ type: 'shell', script }, given, never)).passed, true);
    assert.deepEqual(await readdir(temp.dir), ['ws']);
  });
});
