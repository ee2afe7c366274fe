import assert from 'node:assert/strict';
import type { Skill } from '../../../../src/engine/skills/skill.js';
import { dataFiles } from '../../../../src/practice/workspace/data.js';
import { ledgerSkill } from '../../../../src/practice/workspace/texts.js';
import { inProcess } from '../support/model.js';
import { type Run, runTask, skillFrom } from '../support/run.js';
import { memoryTools, type Tools } from '../support/tools.js';

const total = 'From the ledger export ledger.csv, what is the total booked on account 4411?';
const solve = (
  prompt: string,
  skill?: Skill,
  changes: Parameters<typeof inProcess>[0] = {},
  tools: Tools = memoryTools(dataFiles),
): Promise<Run> => runTask(prompt, skill, { ask: inProcess(changes), tools });

const recipe = (...lines: readonly string[]): Skill =>
  skillFrom(`---\nname: some-rules\ndescription: Rules.\n---\n# Rules\n\n\`\`\`recipe\n${lines.join('\n')}\n\`\`\`\n`);

/** The conventions in the program a run wrote, as far as they were given by a skill. */
const given = (run: Run): string[] =>
  [
    ...(JSON.parse(run.calls[1]?.input ?? '{}') as { content: string }).content.matchAll(
      /^ {2}\w+: '(\w+)', \/\/ (.*)$/gm,
    ),
  ]
    .filter(([, , comment = '']) => !comment.startsWith('assumed'))
    .map(([, option = '']) => option);

describe('practice model acting', () => {
  it('reads, writes a program, runs it and answers with what it printed', async () => {
    const run = await solve(total, skillFrom(ledgerSkill()));
    assert.deepEqual(
      run.calls.map(({ step, tool }) => [step, tool]),
      [
        [1, 'read_file'],
        [2, 'write_file'],
        [3, 'run_command'],
      ],
    );
    assert.equal(run.calls[0]?.input, '{"path":"ledger.csv"}');
    assert.match(run.calls[1]?.input ?? '', /^\{"path":"scripts\/ledger-total\.mjs","content":/);
    assert.equal(run.calls[2]?.input, '{"command":"node scripts/ledger-total.mjs"}');
    assert.equal(run.reply, 'I wrote and ran scripts/ledger-total.mjs, following ledger-conventions.\nANSWER: 2122.75');
  });

  it('counts lines of a request log with awk', async () => {
    const run = await solve(
      'Request log requests.log: count the errors.',
      recipe('- An error is status 429 or above 499.'),
    );
    assert.deepEqual(
      run.calls.map(({ tool }) => tool),
      ['read_file', 'run_command'],
    );
    assert.equal(
      run.calls[1]?.input,
      JSON.stringify({ command: `cat requests.log | awk '($5 == 429 || $5 >= 500) { n++ } END { print n + 0 }'` }),
    );
    assert.equal(run.answer, '8');
  });

  it('needs no file where none is named', async () => {
    const run = await solve('Make the page slug for the title "Harbor of Glass".', recipe('- Drop small words.'));
    assert.deepEqual(
      run.calls.map(({ tool }) => tool),
      ['write_file', 'run_command'],
    );
    assert.equal(run.answer, 'harbor-glass');
  });

  it('follows the last of two lines, in any wording it recognises, in a recipe or in plain bullets', async () => {
    const twice = recipe('1. Truncate to 2 decimals!', '* Please round half to even', 'A line that says nothing.');
    assert.deepEqual(given(await solve(total, twice)), ['even']);
    const bullets = skillFrom(
      '---\nname: some-rules\ndescription: Truncate to 2\n---\nWe divide by 100 here.\n\n- Truncate to 2 decimals.\n\n```js\n- Leave out rows flagged V.\n```\n',
    );
    assert.deepEqual(given(await solve(total, bullets)), ['trunc']);
  });

  it('says that it is simulated when it does not know the task', async () => {
    const run = await solve('Refactor the parser.');
    assert.match(run.reply, /simulated model/);
    assert.equal(run.answer, 'I do not know');
    assert.deepEqual(run.calls, []);
  });

  it('gives up after a denied or failed call, and never repeats it', async () => {
    const denied = 'The user denied this. Do not try it again; find another way or stop.';
    for (const output of ['Error: “ledger.csv” is a folder: use list_dir.', 'Denied: no.', denied, 'boom\n[exit 1]']) {
      const run = await solve(total, undefined, {}, () => output);
      assert.equal(run.calls.length, 1);
      assert.equal(run.answer, 'I could not finish');
      assert.match(run.reply, /^I stop here: /);
    }
    const late: Tools = (name, input) => (name === 'run_command' ? denied : memoryTools(dataFiles)(name, input));
    assert.equal((await solve(total, undefined, {}, late)).calls.length, 3);
  });

  it('does not call tools it was not given', async () => {
    const ask = inProcess();
    const completion = await ask({ model: 'practice', messages: [{ role: 'user', content: total }] });
    assert.equal(
      completion.choices[0].message.content,
      'I need the tool read_file for this.\nANSWER: I could not finish',
    );
  });

  it('ignores notes after what a command printed', async () => {
    const tools: Tools = (name) => (name === 'run_command' ? '12.50\n[exit 0]\n[1 background process(es) ended]' : 'x');
    assert.equal((await solve(total, undefined, {}, tools)).answer, '12.50');
  });

  it('answers from a line learned by heart', async () => {
    const run = await solve(total, recipe(`- For the request "${total}" the answer is 12.00.`));
    assert.equal(run.answer, '12.00');
    assert.deepEqual(run.calls, []);
  });

  it('forgets one rule when it slips, and does not know when it had none', async () => {
    const skill = skillFrom(ledgerSkill());
    assert.equal(given(await solve(total, skill)).length, 4);
    assert.equal(given(await solve(total, skill, { slip: 1 })).length, 3);
    assert.equal((await solve(total, undefined, { slip: 1 })).answer, 'I am not sure');
  });

  it('overlooks lines only when there are more than it can attend to', async () => {
    const rules = skillFrom(ledgerSkill())
      .text.split('\n')
      .filter((line) => line.startsWith('- '));
    const filler = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => `- Nothing special ${index}.`);
    const inattentive = { overlook: 1 };
    assert.equal(given(await solve(total, recipe(...rules, ...filler(4)), inattentive)).length, 4);
    const missed = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        solve(total, recipe(...rules, ...filler(8)), { ...inattentive, salt: `m${index}` }),
      ),
    );
    const seen = missed.map((run) => given(run).length);
    assert.ok(Math.min(...seen) < 4, String(seen));
    assert.ok(Math.max(...seen) > 0, String(seen));
    assert.equal(given(await solve(total, recipe(...rules, ...filler(30)))).length, 4);
  });
});
