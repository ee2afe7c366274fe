import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RunSummary } from '../../../src/engine/events.js';
import type { Proposal } from '../../../src/engine/write/proposal.js';
import { Memento, skillText, type Row } from './memento.js';

describe('memento on the command line', () => {
  let memento: Memento;

  const task = (id: string): { prompt: string; check: string } => {
    const line = readFileSync(path.join(memento.folder, 'tasks.jsonl'), 'utf8')
      .split('\n')
      .find((one) => one.includes(`"${id}"`));
    const { prompt, check } = JSON.parse(line ?? '') as { prompt: string; check: { script: string } };
    return { prompt, check: check.script };
  };

  const solveArgs = (id: string, approve = 'all'): string[] => {
    const { prompt, check } = task(id);
    return ['solve', prompt, '--check', check, '--approve', approve, '--model', 'practice'];
  };

  beforeEach(async () => {
    memento = await Memento.practice();
  });
  afterEach(() => memento.dispose());

  it('goes from a failed task to an accepted rewrite and a passed task', async () => {
    const failed = await memento.run([...solveArgs('ledger-total'), '--json']);
    assert.equal(failed.code, 1, failed.err);
    const lines = failed.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(lines[0]?.type, 'run.started');
    const summary = lines.at(-1) as unknown as RunSummary;
    assert.equal(summary.outcome, 'failure');

    assert.equal((await memento.json<RunSummary[]>(['runs', 'list'])).length, 1);
    const undone = await memento.json<{ restored: string[]; kept: string[] }>(['runs', 'undo', '#1']);
    assert.deepEqual(undone, { restored: summary.changes.map((change) => change.path), kept: [] });

    const shown = await memento.json<Proposal>(['proposals', 'show', summary.proposal ?? '']);
    const skill = path.join(memento.folder, '.memento/skills', shown.skill, 'SKILL.md');
    assert.equal(readFileSync(skill, 'utf8'), shown.before);
    assert.equal((await memento.json<Proposal>(['proposals', 'accept', shown.id, '--hunks', '1'])).state, 'applied');
    assert.notEqual(readFileSync(skill, 'utf8'), shown.before);

    const passed = await memento.run(solveArgs('ledger-total'));
    assert.equal(passed.code, 0, passed.out + passed.err);
    assert.match(passed.out, /passed\./);
    assert.match(passed.out, /simulated/);
    const skills = await memento.json<Row[]>(['skills', 'list']);
    assert.deepEqual(
      skills.filter(({ name }) => name === shown.skill).map(({ version, uses }) => [version, uses]),
      [[2, 1]],
    );
  });

  it('takes an accept back, and the proposal waits again', async () => {
    await memento.run(solveArgs('ledger-total'));
    const [proposal] = await memento.json<Proposal[]>(['proposals', 'list']);
    const { id, skill, before } = proposal ?? { id: '', skill: '', before: '' };
    const file = `.memento/skills/${skill}/SKILL.md`;
    await memento.json<Proposal>(['proposals', 'accept', id]);
    assert.notEqual(memento.read(file), before);
    assert.equal((await memento.json<Proposal>(['proposals', 'undo', id])).state, 'pending');
    assert.equal(memento.read(file), before);
    assert.match(await memento.refused(['proposals', 'undo', id]), /./);
    assert.match(await memento.text(['proposals', 'accept', id]), /applied/);
    memento.write(file, `${memento.read(file)}\nBy hand.\n`);
    await memento.refused(['proposals', 'undo', id]);
    assert.match(memento.read(file), /By hand/);
  });

  it('says once before a run which skills it will not use', async () => {
    memento.write('.memento/skills/trip/SKILL.md', skillText('trip'));
    const done = await memento.run([...solveArgs('ledger-total'), '--json']);
    assert.equal(done.err.match(/1 skill is not used until you look at it: memento skills trust/g)?.length, 1);
    for (const line of done.out.trim().split('\n')) JSON.parse(line);
    await memento.json(['skills', 'trust', '--all']);
    const again = await memento.run([...solveArgs('ledger-total'), '--json']);
    assert.equal(again.err, '');
  });

  it('rejects with a reason, and takes the person’s verdict', async () => {
    await memento.run(solveArgs('ledger-total'));
    const [proposal] = await memento.json<Proposal[]>(['proposals', 'list']);
    const rejected = await memento.json<Proposal>([
      'proposals',
      'reject',
      proposal?.id ?? '',
      '--reason',
      'one-off task',
    ]);
    assert.deepEqual([rejected.state, rejected.reason], ['rejected', 'one-off task']);
    assert.equal((await memento.run(['proposals', 'accept', rejected.id])).code, 2);
    assert.equal((await memento.json<RunSummary>(['feedback', '1', 'good'])).outcome, 'success');
  });

  it('denies what it cannot ask for without a terminal', async () => {
    const done = await memento.run(solveArgs('ledger-total', 'ask'));
    assert.equal(done.code, 1);
    assert.match(done.out, /denied/i);
    assert.equal((await memento.json<RunSummary[]>(['runs', 'list']))[0]?.changes.length, 0);
  });

  it('copies the elementary skills once', async () => {
    const first = await memento.json<{ copied: string[]; kept: string[] }>(['skills', 'init']);
    assert.ok(first.copied.includes('terminal'));
    assert.deepEqual((await memento.json<{ copied: string[]; kept: string[] }>(['skills', 'init'])).copied, []);
  });

  it('says in one line what is wrong with a call and exits with 2', async () => {
    for (const [args, said] of [
      [['solve'], /Say what to solve/],
      [['solve', 'x', '--approve', 'maybe'], /--approve takes one of/],
      [['solve', 'x', '--nonsense'], /nonsense/],
      [['solve', 'x'], /No model is configured/],
      [['runs', 'undo', '99'], /There is no run/],
      [['proposals', 'show', 'nope'], /There is no proposal/],
      [['skills', 'fly'], /takes one of/],
      [['practice', '.memento'], /is not empty/],
      [['runs', 'list', '--folder', 'missing'], /There is no folder/],
    ] as const) {
      const done = await memento.run(args);
      assert.equal(done.code, 2, `${args.join(' ')}: ${done.err}`);
      assert.match(done.err, said);
      assert.equal(done.out, '');
      assert.equal(done.err.trim().split('\n').length, 1, done.err);
    }
  });

  it('ends a refused connection with a clear message', async () => {
    const env = { MEMENTO_BASE_URL: 'http://127.0.0.1:9/v1', MEMENTO_MODEL: 'any' };
    const done = await memento.run(['solve', 'hello'], { env });
    assert.equal(done.code, 1);
    assert.match(done.out, /127\.0\.0\.1:9/);
    const doctor = await memento.run(['doctor', '--json'], {
      env: { ...env, MEMENTO_API_KEY: 'sk-secret-of-the-test-1234567890' },
    });
    assert.equal(doctor.code, 1);
    assert.doesNotMatch(doctor.out + doctor.err, /sk-secret/);
  });

  it('ends with 130 when it is interrupted', async () => {
    let sent = false;
    const done = await memento.run([...solveArgs('ledger-total'), '--json'], {
      onOutput: (pid, out) => {
        if (sent || !out.includes('step.started')) return;
        sent = true;
        process.kill(pid, 'SIGINT');
      },
    });
    assert.equal(done.code, 130, done.err);
    assert.equal((await memento.json<RunSummary[]>(['runs', 'list']))[0]?.status, 'cancelled');
  });

  it('speaks Korean where the terminal does', async () => {
    const done = await memento.run(['runs', 'list'], { env: { LANG: 'ko_KR.UTF-8' } });
    assert.match(done.out, /[\uac00-\ud7a3]/);
  });

  it('speaks Chinese where the terminal does, whatever its region', async () => {
    for (const env of [{ LANG: 'zh_CN.UTF-8' }, { LC_ALL: 'zh', LANG: 'ko_KR.UTF-8' }]) {
      const done = await memento.run(['runs', 'list'], { env });
      assert.match(done.out, /运行/);
    }
  });
});
