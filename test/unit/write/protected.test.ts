import assert from 'node:assert/strict';
import { CancelledError } from '../../../src/engine/errors.js';
import type { RunEventBody } from '../../../src/engine/events.js';
import type { ChatModel } from '../../../src/engine/ports.js';
import type { Skill, SkillSource } from '../../../src/engine/skills/skill.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { english, text } from '../../../src/engine/text.js';
import type { Episode } from '../../../src/engine/write/episode.js';
import { openGate } from '../../../src/engine/write/gate/gate.js';
import { learnFromFailure } from '../../../src/engine/write/learn.js';
import { Proposals } from '../../../src/engine/write/proposals.js';
import { useTempFolder } from '../store/temp.js';

const markdown = '---\nname: rows\ndescription: Counting rows.\n---\n# Rows\n\n- The head line does not count.\n';
const skillFrom = (source: SkillSource): Skill => ({
  name: 'rows',
  description: 'Counting rows.',
  body: '# Rows\n\n- The head line does not count.\n',
  text: markdown,
  hash: sha256(markdown),
  files: [],
  tree: sha256('tree'),
  path: '/library/rows/SKILL.md',
  source,
  diagnostics: [],
});

const episode: Episode = {
  run: 'r',
  prompt: 'How many rows has the table?',
  calls: [],
  answer: '3',
  outcome: 'failure',
  signals: [
    {
      source: 'check',
      outcome: 'failure',
      detail: text('The check failed with exit code {0}.', 1),
      check: { command: 'c', exitCode: 1, tail: 'expected: 4' },
    },
  ],
};
const blame = JSON.stringify({
  cause: 'skill_defect',
  skill: 'rows',
  confidence: 0.9,
  reason: 'r',
  quotes: [{ from: 'check', text: 'expected: 4' }],
});
describe('whose skills are rewritten', () => {
  const inTemp = useTempFolder();

  /** Blames the skill `rows` for the failure and says what came of it. */
  async function learn(source: SkillSource, locked: readonly string[]) {
    const asked: string[] = [];
    const model: ChatModel = {
      info: { id: 's', label: 'scripted', simulated: true },
      chat: ({ messages }) => {
        asked.push(messages.map(({ content }) => content).join('\n'));
        // Only whether a writer is asked counts here, not what it writes.
        if (asked.length > 1) return Promise.reject(new CancelledError());
        return Promise.resolve({
          content: blame,
          toolCalls: [],
          finish: 'stop',
          usage: { promptTokens: 1, completionTokens: 1 },
        });
      },
    };
    const events: RunEventBody[] = [];
    const skill = skillFrom(source);
    await learnFromFailure(
      {
        run: 'r',
        episode,
        used: { skill, version: 1 },
        library: [skill],
        taken: new Set(['rows']),
        locked: new Set(locked),
        keep: [],
        versionOf: () => 1,
        model,
        gate: openGate,
        proposals: new Proposals(inTemp('proposals'), { now: () => 1 }),
        emit: (event) => events.push(event),
      },
      new AbortController().signal,
    ).catch((error: unknown) => {
      if (!(error instanceof CancelledError)) throw error;
    });
    const nothing = events.find((event) => event.type === 'write.nothing');
    const started = events.find((event) => event.type === 'write.started');
    return { why: nothing ? english(nothing.reason) : '', operation: started?.operation, asked: asked.length };
  }

  it('an own one that is not locked', async () => {
    assert.equal((await learn('own', ['another'])).operation, 'rewrite');
  });

  it('a locked one is left as it is, and no writer is asked', async () => {
    assert.deepEqual(await learn('own', ['rows']), {
      why: '“rows” is locked: Memento leaves it as it is.',
      operation: undefined,
      asked: 1,
    });
  });

  it('one of another agent is left as it is', async () => {
    const { why, operation, asked } = await learn('.claude/skills', []);
    assert.match(why, /lies in \.claude\/skills and is read-only\. Adopt it/);
    assert.deepEqual([operation, asked], [undefined, 1]);
  });

  it('for an elementary one a new skill is written instead', async () => {
    assert.equal((await learn('elementary', [])).operation, 'create');
  });
});
