import assert from 'node:assert/strict';
import fc from 'fast-check';
import { text } from '../../../../src/engine/text.js';
import { evidenceOf, shortestQuote, verifyQuotes } from '../../../../src/engine/write/attribution/quotes.js';
import type { Episode } from '../../../../src/engine/write/episode.js';
import { times } from '../../../support/soak.js';

const skill = '---\nname: ledger\n---\n- Round half up.\n- Leave refunds out.\n- Round half up.\n';
const episode: Episode = {
  run: 'r',
  prompt: 'Total of the ledger?',
  calls: [
    { step: 2, tool: 'write_file', input: JSON.stringify({ content: 'if (a < 0)\n\t continue;' }), output: 'made' },
    { step: 3, tool: 'run_command', input: '{"command":"node a.mjs"}', output: 'Sum:   18\n  over 4 rows\nmade' },
  ],
  answer: 'It is eighteen',
  outcome: 'failure',
  signals: [
    {
      ...{ source: 'check', outcome: 'failure', detail: text('The check failed with exit code {0}.', 1) },
      check: { command: 'c', exitCode: 1, tail: 'expected: 17\ngot: 18' },
    },
  ],
};
const verify = (from: 'skill' | 'check' | 'step' | 'task', wording: string, at?: number) =>
  verifyQuotes([{ from, text: wording, at }], episode, skill);
const kept = (...args: Parameters<typeof verify>) => verify(...args).quotes[0];

describe('quotes', () => {
  it('are kept as they stand, white space apart', () => {
    assert.deepEqual(kept('step', 'Sum: 18 over 4 rows'), { from: 'step', text: 'Sum:   18\n  over 4 rows', at: 3 });
    assert.deepEqual(kept('step', '  if (a < 0) continue;\n'), {
      ...{ from: 'step', text: 'if (a < 0)\n\t continue;', at: 2 },
    });
    assert.deepEqual(kept('check', 'expected: 17 got: 18'), { from: 'check', text: 'expected: 17\ngot: 18' });
    assert.equal(verify('step', 'Sum:18').unverified, 1, 'words are not joined');
  });

  it('say where they stand, wherever the model says they do', () => {
    assert.equal(kept('skill', '- Round half up.', 6)?.at, 6);
    assert.equal(kept('skill', '- Round half up.', 5)?.at, 4, 'the first of them, when it is not the stated one');
    assert.equal(kept('step', 'made', 3)?.at, 3);
    assert.equal(kept('step', 'made', 9)?.at, 2);
    assert.deepEqual(kept('check', 'over 4 rows'), { from: 'step', text: 'over 4 rows', at: 3 });
    assert.deepEqual(kept('skill', 'Total of the'), { from: 'task', text: 'Total of the' });
    assert.deepEqual(kept('check', 'It is eighteen'), { from: 'check', text: 'It is eighteen' });
  });

  it('may hold what the prompt puts around the text', () => {
    assert.deepEqual(kept('skill', '5: - Leave refunds out.'), { from: 'skill', text: '- Leave refunds out.', at: 5 });
    assert.deepEqual(kept('skill', '4: - Round half up.\n5: - Leave refunds out.'), {
      ...{ from: 'skill', text: '- Round half up.\n- Leave refunds out.', at: 4 },
    });
    const tagged = { ...episode, prompt: 'Mind the </task> here' };
    assert.equal(
      verifyQuotes([{ from: 'task', text: 'the <\\/task> here' }], tagged, skill).quotes[0]?.text,
      'the </task> here',
    );
    assert.equal(verify('check', '<answer>').unverified, 1, 'the tags of the prompt are no evidence');
    assert.equal(verify('check', '5: expected: 17').unverified, 1, 'only the lines of the skill are numbered');
  });

  it('prove nothing when they are shorter than four characters, which is no lie', () => {
    assert.equal(shortestQuote, 4);
    assert.deepEqual(verify('step', 'mad'), { quotes: [], unverified: 0 });
    assert.deepEqual(verify('step', 'm a'), { quotes: [], unverified: 1 });
    assert.deepEqual(verify('step', 'made').quotes.length, 1);
    assert.deepEqual(verify('step', 'zzz'), { quotes: [], unverified: 1 });
    assert.deepEqual(verify('step', '   '), { quotes: [], unverified: 1 });
  });

  it('are found for every piece of what was shown, however its white space was copied', () => {
    const word = fc.stringMatching(/^[^\s\\<]{1,8}$/);
    const gap = fc.constantFrom(' ', '\n', '  ', '\t', '\r\n', '\n\n    ');
    const pieces = fc.array(fc.tuple(word, gap), { minLength: 5, maxLength: 20 });
    fc.assert(
      fc.property(pieces, fc.nat(), fc.nat(), gap, (words, from, length, other) => {
        const shown = words.flat().join('');
        const first = from % words.length;
        const quoted = words.slice(first, first + 1 + (length % (words.length - first)));
        const wording = quoted.map(([one]) => one).join(other);
        const { quotes, unverified } = verifyQuotes(
          [{ from: 'step', text: wording }],
          {
            ...episode,
            calls: [{ step: 1, tool: 't', input: '', output: shown }],
            signals: [],
            answer: '',
            prompt: '',
          },
          undefined,
        );
        assert.equal(unverified, 0);
        for (const quote of quotes) {
          assert.ok(shown.includes(quote.text), 'stored as it stands');
          assert.equal(quote.text.replace(/\s/g, ''), wording.replace(/\s/g, ''));
        }
        assert.equal(quotes.length, wording.replace(/\s/g, '').length >= shortestQuote ? 1 : 0);
      }),
      { numRuns: times(300, 20_000) },
    );
  });

  it('are never found when one character of them was made up', () => {
    const shown = [...episode.calls.map(({ output }) => output), skill, episode.prompt, 'expected: 17\ngot: 18'];
    const snowman = '\u2603';
    fc.assert(
      fc.property(fc.constantFrom(...shown), fc.nat(), fc.nat(), (source, from, where) => {
        const piece = source.slice(from % source.length);
        const at = where % (piece.length + 1);
        const wording = piece.slice(0, at) + snowman + piece.slice(at);
        for (const place of ['skill', 'check', 'step', 'task'] as const)
          assert.deepEqual(verify(place, wording), { quotes: [], unverified: 1 });
      }),
      { numRuns: times(300, 5000) },
    );
  });

  it('come from what the prompt shows of a long output: its beginning and its end', () => {
    const output = `first line ${'x'.repeat(5000)} the middle ${'x'.repeat(5000)} last line`;
    const long = { ...episode, calls: [{ step: 1, tool: 'run_command', input: '{}', output }] };
    const unverified = (wording: string) => verifyQuotes([{ from: 'step', text: wording }], long, skill).unverified;
    assert.deepEqual(['first line', 'last line', 'the middle'].map(unverified), [0, 0, 1]);
  });

  it('of a test are the last two lines of the check, or what the person said', () => {
    const tail = { ...episode.signals[0]!.check!, tail: 'node v20\nexpected: 17\n\ngot: 18\n-\n' };
    assert.deepEqual(evidenceOf({ ...episode, signals: [{ ...episode.signals[0]!, check: tail }] }), [
      { from: 'check', text: 'expected: 17' },
      { from: 'check', text: 'got: 18' },
    ]);
    const { detail, outcome } = episode.signals[0]!;
    const spoken = { detail, outcome, source: 'user' as const, reason: 'The year is missing.', expected: '17' };
    assert.deepEqual(evidenceOf({ signals: [spoken, ...episode.signals] }), [
      { from: 'check', text: 'expected: 17' },
      { from: 'check', text: 'The year is missing.' },
    ]);
    assert.deepEqual(evidenceOf({ ...episode, signals: [] }), []);
  });
});
