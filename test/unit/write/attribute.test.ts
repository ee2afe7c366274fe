import assert from 'node:assert/strict';
import type { ChatModel, ChatRequest } from '../../../src/engine/ports.js';
import type { Skill } from '../../../src/engine/skills/skill.js';
import { attribute } from '../../../src/engine/write/attribute.js';
import type { Episode } from '../../../src/engine/write/episode.js';
import { text } from '../../../src/engine/text.js';

const skill: Skill = {
  name: 'ledger',
  description: 'd',
  body: '',
  text: '---\nname: ledger\n---\n- Leave refunds out.\n',
  hash: 'h',
  path: '/x',
  files: [],
  tree: '',
  source: 'own',
  diagnostics: [],
};
const episode: Episode = {
  run: 'r',
  prompt: 'Total of the ledger?',
  calls: [
    {
      step: 2,
      tool: 'write_file',
      input: JSON.stringify({ content: 'if (a < 0)\n  continue; // "refund"' }),
      output: 'ok',
    },
  ],
  answer: '18',
  outcome: 'failure',
  signals: [
    {
      source: 'check',
      outcome: 'failure',
      detail: text('The check failed with exit code {0}.', 1),
      check: { command: 'c', exitCode: 1, tail: 'expected: 17\ngot: 18' },
    },
  ],
};

/** A model that gives these replies one after the other and remembers what it was asked. */
function scripted(...replies: string[]): ChatModel & { readonly requests: ChatRequest[] } {
  const requests: ChatRequest[] = [];
  return {
    requests,
    info: { id: 's', label: 'scripted', simulated: true },
    chat: (request) => {
      requests.push(structuredClone(request));
      return Promise.resolve({
        content: replies[requests.length - 1] ?? '',
        toolCalls: [],
        finish: 'stop',
        usage: { promptTokens: 1, completionTokens: 1 },
      });
    },
  };
}

const said = (value: object): string =>
  `\`\`\`json\n${JSON.stringify({ confidence: 0.8, reason: 'r', ...value })}\n\`\`\``;
const run = (model: ChatModel): ReturnType<typeof attribute> =>
  attribute(model, episode, { skill, version: 1 }, [skill], new AbortController().signal);

describe('attribution', () => {
  it('keeps quotes that stand in the skill, a step or the check, and says where', async () => {
    const found = await run(
      scripted(
        said({
          cause: 'skill_defect',
          skill: 'ledger',
          line: 4,
          quotes: [
            { from: 'skill', at: 99, text: '- Leave refunds out.' },
            { from: 'step', at: null, text: 'continue; // "refund"' },
            { from: 'check', text: 'expected: 17' },
          ],
        }),
      ),
    );
    assert.deepEqual(found.quotes, [
      { from: 'skill', text: '- Leave refunds out.', at: 4 },
      { from: 'step', text: 'continue; // "refund"', at: 2 },
      { from: 'check', text: 'expected: 17' },
    ]);
    assert.equal(found.confidence, 0.8);
    assert.equal(found.line, 4);
  });

  it('drops a made-up quote and halves the confidence', async () => {
    const found = await run(
      scripted(said({ cause: 'skill_defect', skill: 'ledger', quotes: [{ from: 'check', text: 'expected: 42' }] })),
    );
    assert.deepEqual([found.quotes, found.unverified, found.confidence], [[], 1, 0.4]);
  });

  it('names only skills of the library and only lines that exist', async () => {
    const found = await run(
      scripted(
        said({
          cause: 'wrong_skill',
          skill: 'invented',
          line: 400,
          quotes: [{ from: 'task', text: 'Total of the ledger?' }],
        }),
      ),
    );
    assert.equal(found.skill, null);
    assert.equal('line' in found, false);
  });

  it('sends an unreadable reply back with the reason, twice at most', async () => {
    const good = said({ cause: 'missing_skill', skill: null, quotes: [{ from: 'check', text: 'got: 18' }] });
    const model = scripted('no json here', said({ cause: 'bogus', quotes: [] }), good);
    assert.equal((await run(model)).cause, 'missing_skill');
    assert.match(model.requests[1]?.messages.at(-1)?.content ?? '', /no valid JSON/);
    assert.match(model.requests[2]?.messages.at(-1)?.content ?? '', /cause/);
    await assert.rejects(run(scripted('a', 'b', 'c', good)), /no usable reply/);
  });
});
