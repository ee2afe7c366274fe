import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunEventBody } from '../../../src/engine/events.js';
import type { ChatModel } from '../../../src/engine/ports.js';
import { english, text } from '../../../src/engine/text.js';
import type { Episode } from '../../../src/engine/write/episode.js';
import { openGate } from '../../../src/engine/write/gate/gate.js';
import { learnFromFailure } from '../../../src/engine/write/learn.js';
import { Proposals } from '../../../src/engine/write/proposals.js';

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

describe('from a failure to a proposal', () => {
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'memento-learn-'));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  /** Learns from the episode with a model that gives these replies, and says what came of it. */
  async function learn(...replies: string[]): Promise<{ events: RunEventBody[]; last: string; proposals: Proposals }> {
    let asked = 0;
    const model: ChatModel = {
      info: { id: 's', label: 'scripted', simulated: true },
      chat: () =>
        Promise.resolve({
          content: replies[asked++] ?? '',
          toolCalls: [],
          finish: 'stop',
          usage: { promptTokens: 1, completionTokens: 1 },
        }),
    };
    const events: RunEventBody[] = [];
    const proposals = new Proposals(dir, { now: () => 1 });
    await learnFromFailure(
      {
        run: 'r',
        episode,
        used: undefined,
        library: [],
        taken: new Set(),
        locked: new Set(),
        keep: [],
        versionOf: () => 1,
        model,
        gate: openGate,
        proposals,
        emit: (event) => events.push(event),
      },
      new AbortController().signal,
    );
    const nothing = events.find((event) => event.type === 'write.nothing');
    return { events, last: nothing ? english(nothing.reason) : '', proposals };
  }

  const blame = (cause: string, confidence: number): string =>
    JSON.stringify({ cause, skill: null, confidence, reason: 'r', quotes: [{ from: 'check', text: 'expected: 4' }] });

  const skill = (name: string, rule: string): string =>
    `Counts rows.\n\n\`\`\`\`skill\n---\nname: ${name}\ndescription: Counting rows.\n---\n# Rows\n\n- ${rule}\n\`\`\`\`\n`;

  it('proposes the new skill the model writes', async () => {
    const { proposals } = await learn(blame('missing_skill', 0.9), skill('row-count', 'The head line counts too.'));
    const [proposal] = await proposals.list();
    assert.deepEqual([proposal?.skill, proposal?.operation, proposal?.state], ['row-count', 'create', 'pending']);
  });

  it('writes nothing when the cause is a guess, a lapse, or teaches no rule, and says which', async () => {
    assert.match((await learn(blame('missing_skill', 0.4))).last, /not sure enough/);
    assert.match((await learn(blame('execution_lapse', 0.9))).last, /not followed/);
    assert.match((await learn(blame('missing_skill', 0.9), 'NOTHING.')).last, /no rule/);
  });

  it('sends a skill back that repeats the request, and takes the better one', async () => {
    const { proposals } = await learn(
      blame('missing_skill', 0.5),
      skill('row-count', `When asked “${episode.prompt}” say 4.`),
      skill('row-count', 'The head line counts too.'),
    );
    const [proposal] = await proposals.list();
    assert.ok(proposal?.after.includes('The head line counts too.'));
  });
});
