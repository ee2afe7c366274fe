import assert from 'node:assert/strict';
import { attributionPrompt } from '../../../../src/engine/write/attribution/prompt.js';
import { createPrompt } from '../../../../src/engine/write/operations/create.js';
import type { Skill } from '../../../../src/engine/skills/skill.js';
import type { Episode } from '../../../../src/engine/write/episode.js';
import { allSlots, hear, optionsOf } from '../../../../src/practice/kb/house.js';
import { rejectedIn, summaryOf } from '../../../../src/practice/model/lesson.js';
import { dataFiles } from '../../../../src/practice/workspace/data.js';
import { expectedAnswers, practiceTasks } from '../../../../src/practice/workspace/tasks.js';
import { ledgerSkill } from '../../../../src/practice/workspace/texts.js';
import { askBlame, askCreate, askRewrite, createInput, type Librarian } from '../support/librarian.js';
import { inProcess, said, wire } from '../support/model.js';
import { episode, runTask, skillFrom } from '../support/run.js';
import { memoryTools } from '../support/tools.js';

const who: Librarian = { ask: inProcess() };
const ledger = skillFrom(ledgerSkill());
const expected = expectedAnswers();

/** A run of a practice task in the workspace as it is first found. */
async function attempt(id: string, skill?: Skill, changes: Partial<Episode> = {}): Promise<Episode> {
  const { prompt } = practiceTasks.find((task) => task.id === id) ?? { prompt: '' };
  const run = await runTask(prompt, skill, { ask: inProcess(), tools: memoryTools(dataFiles) });
  return { ...episode(run, expected[id], run.answer === expected[id] ? 'success' : 'failure'), ...changes };
}

/** The same skill with lines taken out or put in. */
const edited = (skill: Skill, from: string | RegExp, to: string): Skill => skillFrom(skill.text.replace(from, to));

describe('practice model attributing', () => {
  it('quotes only what stands in the prompt, letter for letter', async () => {
    for (const [id, skill] of [
      ['ledger-total', ledger],
      ['request-errors', undefined],
      ['shift-worked', undefined],
    ] as const) {
      const failed = await attempt(id, skill);
      const { quotes } = await askBlame(who, failed, skill, [ledger]);
      const shown = attributionPrompt(failed, skill && { skill, version: 1 }, [ledger])[1]?.content ?? '';
      assert.ok(quotes.length >= 2);
      for (const { text } of quotes)
        assert.ok(shown.includes(JSON.stringify(text).slice(1, -1)) || shown.includes(text));
    }
  });

  it('blames a missing rule on the skill without a line', async () => {
    const bare = edited(ledger, /- Leave out .*\n- A number .*\n/, '');
    const blame = await askBlame(who, await attempt('ledger-largest', bare), bare, [bare]);
    assert.deepEqual([blame.cause, blame.skill, blame.line], ['skill_defect', bare.name, null]);
    assert.match(blame.reason, /lacks a rule/);
  });

  it('blames the line that holds: the last of two', async () => {
    const twice = edited(ledger, '- Round', '- A number in parentheses is negative.\n- Round');
    const blame = await askBlame(who, await attempt('ledger-total', twice), twice, [twice]);
    assert.equal(blame.line, 14);
    const { edits } = await askRewrite(who, twice, [await attempt('ledger-total', twice)]);
    assert.deepEqual(
      edits.map(({ op, line }) => [op, line]),
      [['replace', 14]],
    );
  });

  it('names the skill that fits better', async () => {
    const log = skillFrom('---\nname: request-logs\ndescription: Errors in the request log.\n---\n# Logs\n');
    const blame = await askBlame(who, await attempt('request-errors', ledger), ledger, [ledger, log]);
    assert.deepEqual([blame.cause, blame.skill], ['wrong_skill', 'request-logs']);
  });

  it('sees a lapse when the rules of the skill give the expected answer', async () => {
    const right = edited(ledger, 'an ordinary positive number', 'negative');
    const failed = await attempt('ledger-total', ledger);
    const blame = await askBlame(who, failed, right, [right]);
    assert.deepEqual([blame.cause, blame.skill], ['execution_lapse', ledger.name]);
  });

  it('blames the surroundings when a tool was denied', async () => {
    const denied = 'The user denied this. Do not try it again; find another way or stop.';
    const failed = await attempt('ledger-total', ledger, {
      calls: [{ step: 1, tool: 'read_file', input: '{"path":"ledger.csv"}', output: denied }],
      answer: 'I could not finish',
    });
    const blame = await askBlame(who, failed, ledger, [ledger]);
    assert.deepEqual([blame.cause, blame.quotes], ['environment', [{ from: 'step', at: 1, text: denied }]]);
  });

  it('does not pretend to know tasks or answers that no rule explains', async () => {
    const strange = await attempt('ledger-total', ledger, { prompt: 'Refactor the parser.', answer: 'I do not know' });
    assert.equal((await askBlame(who, strange, ledger, [ledger])).cause, 'bad_task');
    const failed = episode({ ...(await attempt('ledger-total', ledger)), reply: '' }, '1000000.00');
    assert.equal((await askBlame(who, failed, ledger, [ledger])).cause, 'bad_task');
  });

  it('only suspects the skill when nobody says what was expected', async () => {
    const unsaid = episode({ ...(await attempt('ledger-total', ledger)), reply: '' }, undefined);
    const blame = await askBlame(who, unsaid, ledger, [ledger]);
    assert.deepEqual([blame.cause, blame.skill, blame.confidence], ['skill_defect', ledger.name, 0.5]);
  });

  it('errs at the rate of its character', async () => {
    const failed = await attempt('ledger-total', ledger);
    const blames = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        askBlame({ ask: inProcess({ attrErr: 0.5, salt: `s${index}` }) }, failed, ledger, [ledger]),
      ),
    );
    // A wrong one in three names this skill too.
    const right = blames.filter(({ line }) => line !== null).length;
    assert.ok(right > 70 && right < 130, String(right));
  });
});

describe('practice model rewriting', () => {
  it('recognises every lesson among rejected edits, whatever the reason says', () => {
    const conventions = allSlots.flatMap((slot) => optionsOf(slot).map((option) => ({ slot, option })));
    const [round, ...others] = conventions.filter(({ slot }) => slot !== 'scale');
    for (const convention of others) {
      const changes = [convention, ...(round && round.slot !== convention.slot ? [round] : [])];
      for (const guessed of [true, false]) {
        const text = `<rejected>${summaryOf(changes, guessed)} (No. We divide by 100.)</rejected>`;
        assert.ok(rejectedIn(text)([...changes].reverse()), text);
        assert.ok(!rejectedIn(text)(changes.slice(0, -1)), text);
      }
    }
  });

  it('does not repeat a rejected edit', async () => {
    const bare = edited(ledger, /- Stored .*\n- Round .*\n/, '');
    const failed = await attempt('ledger-net', bare);
    const first = await askRewrite(who, bare, [failed]);
    const second = await askRewrite(who, bare, [failed], [], [{ summary: first.summary, reason: 'not so' }]);
    const tail = (summary: string): string => /: (.*)$/.exec(summary)?.[1] ?? '';
    assert.match(tail(first.summary), /divide by 100/);
    assert.notEqual(tail(second.summary), tail(first.summary));
  });

  it('adds a missing rule after the last one, and widens the description by the words it lacks', async () => {
    const narrow = edited(edited(ledger, /- A number .*\n/, ''), / Use it for .*/, '');
    const { edits, after } = await askRewrite(who, narrow, [await attempt('ledger-total', narrow)]);
    assert.deepEqual(edits, [
      { op: 'insert', line: 12, new: '- A number in parentheses is negative.' },
      {
        op: 'replace',
        line: 3,
        old: 'description: How this house keeps its ledger export (CSV).',
        new: 'description: How this house keeps its ledger export (CSV). Also for tasks that mention total, booked, account.',
      },
    ]);
    assert.match(after, /V\.\n- A number in parentheses is negative\.\n```\n$/);
    const again = await askRewrite(who, skillFrom(after), [await attempt('ledger-average', skillFrom(after))]);
    assert.ok(
      again.edits.some((edit) => edit.op === 'replace' && edit.new.endsWith(' booked, account, average, amount.')),
    );
  });

  it('writes into a skill without a recipe', async () => {
    const prose = skillFrom(
      '---\nname: logs\ndescription: Errors in the request log requests.log.\n---\n# Logs\n\nBe brief.\n',
    );
    const { after } = await askRewrite(who, prose, [await attempt('request-errors', prose)]);
    assert.match(after, /\n\nBe brief\.\n- (?:Ignore|An error)/);
    const run = await attempt('request-errors', skillFrom(after));
    assert.equal(run.outcome, 'success');
  });

  it('keeps what the successes need', async () => {
    const bare = edited(ledger, /- A number .*\n/, '');
    const failures = [await attempt('ledger-total', bare)];
    const keep = [await attempt('ledger-largest', bare)];
    assert.equal(keep[0]?.outcome, 'success');
    const { after } = await askRewrite(who, bare, failures, keep);
    assert.equal((await attempt('ledger-largest', skillFrom(after))).outcome, 'success');
  });

  it('changes nothing when there is nothing to change', async () => {
    const strange = await attempt('ledger-total', ledger, { prompt: 'Refactor the parser.' });
    const { edits, summary } = await askRewrite(who, ledger, [strange]);
    assert.deepEqual([edits, summary], [[], 'Nothing to change.']);
  });

  it('spoils its edits the ways bad writers do, within the budget of edits', async () => {
    const failed = await attempt('ledger-total', ledger);
    const rules = (text: string): number => text.split('\n').filter((line) => hear(line)).length;
    const seen = new Set<string>();
    for (let index = 0; index < 60; index++) {
      const bad: Librarian = { ask: inProcess({ writeErr: 1, salt: `s${index}` }) };
      const { edits, after } = await askRewrite(bad, ledger, [failed]);
      assert.ok(edits.length <= 4);
      if (after.includes('For the request "')) seen.add('by heart');
      else if (after.includes('any task with a file')) seen.add('catch-all');
      else if (rules(after) < 4) seen.add('lost lines');
      else if (rules(after) > 4) seen.add('spurious rule');
      else if (!after.includes('is negative')) seen.add('wrong rule');
    }
    assert.deepEqual([...seen].sort(), ['by heart', 'catch-all', 'lost lines', 'spurious rule', 'wrong rule']);
  });
});

describe('practice model creating', () => {
  it('writes a valid skill named after the words of the requests, not of the instance', async () => {
    const created = await askCreate(who, [await attempt('shift-worked')]);
    assert.equal(
      created?.skill.text.split('\n').slice(0, 3).join('\n'),
      [
        '---',
        'name: work-shift-log',
        'description: Conventions for tasks that mention work, shift, log, shifts, csv.',
      ].join('\n'),
    );
    assert.doesNotMatch(created.skill.text, /Chen|2031/i);
    assert.match(created.summary, /^What was expected comes out with this: .*H:MM\.$/);
  });

  it('takes a free name', async () => {
    const failed = await attempt('request-errors');
    const first = await askCreate(who, [failed]);
    assert.ok(first);
    assert.equal((await askCreate(who, [failed], [first.skill]))?.skill.name, 'errors-request-log-2');
    const messages = wire(createPrompt(createInput([failed]), { number: 1, of: 1 }));
    const told = {
      role: 'user' as const,
      content: 'That reply could not be used: The name errors-request-log is taken;',
    };
    assert.match(
      said(await inProcess()({ model: 'practice', messages: [...messages, told] })),
      /^name: errors-request-log-2$/m,
    );
  });

  it('guesses when nobody says what was expected', async () => {
    const unsaid = episode({ ...(await attempt('request-errors')), reply: '' }, undefined);
    const created = await askCreate(who, [unsaid]);
    assert.match(created?.summary ?? '', /a guess: /);
    const rejected = [{ summary: created?.summary ?? '', reason: 'no' }];
    assert.notEqual((await askCreate(who, [unsaid], [], rejected))?.summary, created?.summary);
  });

  it('writes nothing when no rule explains the failure', async () => {
    const strange = await attempt('request-errors', undefined, { prompt: 'Refactor the parser.' });
    assert.equal(await askCreate(who, [strange]), undefined);
  });
});

const block = (reply: string): unknown => JSON.parse(/```json\n([\s\S]*?)\n```/.exec(reply)?.[1] ?? '');

describe('practice model judging', () => {
  it('compares the answer with the reference', async () => {
    const judge = async (answer: string): Promise<unknown> => {
      const content = `## Judge the answer\n<answer>\n${answer}\n</answer>\n<reference>\n12.50\n</reference>`;
      return block(said(await inProcess()({ model: 'practice', messages: [{ role: 'user', content }] })));
    };
    const sure = { confidence: 0.9 };
    assert.deepEqual(await judge(' 12.50'), { ...sure, verdict: 'success', reason: 'The answer is the reference.' });
    assert.deepEqual(await judge('12.5'), { ...sure, verdict: 'failure', reason: 'The answer is not the reference.' });
  });
});
