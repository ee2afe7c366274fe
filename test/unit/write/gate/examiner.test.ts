import assert from 'node:assert/strict';
import type { ChatModel } from '../../../../src/engine/ports.js';
import type { Skill } from '../../../../src/engine/skills/skill.js';
import type { RunRecord } from '../../../../src/engine/store/runRecord.js';
import type { Change } from '../../../../src/engine/write/candidateLibrary.js';
import type { Evidence } from '../../../../src/engine/write/evidence.js';
import { Examiner } from '../../../../src/engine/write/gate/examiner.js';
import type { Gate, GateInput } from '../../../../src/engine/write/gate/gate.js';
import { notGated } from '../../../../src/engine/write/gate/report.js';
import { defaultLearning } from '../../../../src/engine/write/settings.js';
import { text } from '../../../../src/engine/text.js';
import { record } from '../records.js';

const model = { info: { id: 'm', label: 'm', simulated: true } } as ChatModel;

const source = (name: string): string => `---\nname: ${name}\ndescription: Does ${name}.\n---\nRules.\n`;
const skill = (name: string): Skill => ({
  ...{ name, description: `Does ${name}.`, body: 'Rules.\n', text: source(name), hash: name, path: name, files: [] },
  ...{ tree: name, source: 'own', diagnostics: [] },
});

/** Which successes are replayed with a change, and how many are counted without. */
async function replayed(
  change: Change,
  successes: readonly RunRecord[],
  routes: { readonly before: Readonly<Record<string, string>>; readonly after: Readonly<Record<string, string>> },
): Promise<readonly [readonly string[], number, Skill | undefined]> {
  const skills = [skill('tables'), skill('dates')];
  const inputs: GateInput[] = [];
  const gate: Pick<Gate, 'examine'> = {
    examine: (input) => {
      inputs.push(input);
      return Promise.resolve({ report: notGated(text('No.')), worth: 0 });
    },
  };
  const examiner = new Examiner({
    gate: gate as Gate,
    routeAll: (prompts, library) =>
      Promise.resolve(prompts.map((prompt) => (library === skills ? routes.before : routes.after)[prompt] ?? null)),
    settings: defaultLearning,
    skillsDir: 'skills',
    budget: { left: () => Promise.resolve(1), spend: () => Promise.resolve() },
  });
  const failed = record('failed', { task: { prompt: 'what failed' } });
  await examiner.examine(
    { number: 1, change, before: '', cases: { shown: [failed], hidden: [], successes } },
    {
      evidence: { records: [], roundOf: () => 0, isRecent: () => true } as unknown as Evidence,
      known: { skills, unreviewed: 0, locked: new Set(), facts: new Map(), taken: new Set() },
    },
    model,
    () => undefined,
    new AbortController().signal,
  );
  const [input] = inputs;
  assert.ok(input);
  const runs = input.cases.filter(({ kind }) => kind === 'success').map(({ run }) => run);
  return [runs, input.untouched ?? 0, input.library.find(({ name }) => name === change.skill)];
}

const success = (prompt: string, skill: string | null): RunRecord =>
  record(prompt, { task: { prompt }, outcome: 'success', skill });

describe('what the gate is given to replay', () => {
  it('is, with a new skill, only what goes another way than before', async () => {
    const successes = ['stays', 'moves', 'is taken', 'goes to dates'].map((prompt) => success(prompt, null));
    const [runs, untouched, candidate] = await replayed({ skill: 'stock', after: source('stock') }, successes, {
      before: { 'goes to dates': 'dates', moves: 'tables' },
      after: { 'goes to dates': 'dates', 'is taken': 'stock' },
    });
    assert.deepEqual([runs, untouched], [['moves', 'is taken'], 2]);
    assert.deepEqual(candidate?.madeFor, ['what failed'], 'the router knows what it was made for');
  });

  it('is all that worked with a skill that is changed', async () => {
    const successes = ['one', 'two'].map((prompt) => success(prompt, 'tables'));
    const [runs, untouched, candidate] = await replayed(
      { skill: 'tables', after: source('tables').replace('Rules', 'Other rules') },
      successes,
      { before: { one: 'tables' }, after: { one: 'tables' } },
    );
    assert.deepEqual([runs, untouched], [['one', 'two'], 0]);
    assert.equal(candidate?.madeFor, undefined);
  });
});
