import assert from 'node:assert/strict';
import type { RunSummary } from '../../../src/engine/events.js';
import { english } from '../../../src/engine/text.js';
import { call, calls, done, fails, finishes, type Script, streams } from '../../support/faultServer.js';
import { withServer } from '../models/setup.js';
import { useDesk } from './desk.js';

const refused = fails(400, { message: 'Too big', code: 'context_length_exceeded' });
const lists = streams([calls(call(0, 'a', 'list_dir', '{}')), finishes('tool_calls'), done]);

describe('a conversation that is too long for the model', () => {
  const desk = useDesk();

  /** The run of a task, of which the model answers each step with one of these, and what it was told on the way. */
  const solved = async (...scripts: readonly Script[]) => {
    const engine = await desk().open();
    const notices: string[] = [];
    engine.onEvent((event) => {
      if (event.type === 'notice') notices.push(english(event.text));
    });
    const runs: RunSummary[] = [];
    await withServer(scripts, async (model) => {
      const approver = { ask: () => Promise.resolve('once' as const) };
      runs.push(await engine.solve({ prompt: 'What is here?' }, { model, approver }, new AbortController().signal));
    });
    const [run] = runs;
    assert.ok(run);
    const { events } = await engine.run(run.id);
    return { run, notices, verdict: events.findLast((event) => event.type === 'verdict')?.verdict };
  };

  it('is a limit where the agent has made it so: the run ends, and says nothing about a skill', async () => {
    const { run, notices, verdict } = await solved(lists, refused);
    assert.deepEqual([run.status, run.outcome, verdict?.decidedBy], ['done', 'failure', 'limit']);
    assert.ok(notices.includes('The conversation has become too long for the model tiny-1.'));
  });

  it('is an error where the task is, which only the person can mend', async () => {
    const { run, verdict } = await solved(refused);
    assert.deepEqual([run.status, run.error?.remedy, verdict], ['error', 'open-settings', undefined]);
  });
});
