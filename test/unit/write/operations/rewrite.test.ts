import assert from 'node:assert/strict';
import type { LineEdit } from '../../../../src/engine/write/patch.js';
import { attempts } from '../../../../src/engine/write/operations/operation.js';
import { rewrite } from '../../../../src/engine/write/operations/rewrite.js';
import { skillText } from '../../skills/support.js';
import { episode, evidence, scripted, type Scripted, skillOf, toldBack } from '../support.js';

const never = new AbortController().signal;
const [attempt] = attempts(1, 1);
const body = Array.from({ length: 10 }, (_, index) => `- Rule ${index}.\n`).join('');
const rows = skillOf('rows', skillText('rows', body));

/** Front matter has four lines, so rule n is line n + 5. */
const replaced = (rule: number, to: string): LineEdit => ({
  op: 'replace',
  line: rule + 5,
  old: `- Rule ${rule}.`,
  new: to,
});
const deleted = (rule: number): LineEdit => ({ op: 'delete', line: rule + 5, old: `- Rule ${rule}.` });
const reply = (...edits: readonly LineEdit[]): string => JSON.stringify({ summary: 'Says so.', edits });

describe('rewriting a skill', () => {
  const failures = [episode('How many rows has the table?', '1934.03')];
  const write = (model: Scripted) =>
    rewrite(model, { ...evidence({ failures }), skill: rows, version: 1 }, attempt!, never);

  it('gives the text with the edits, and the edits', async () => {
    const edits = [replaced(3, '- Rule three.')];
    assert.deepEqual(await write(scripted(reply(...edits))), {
      operation: 'rewrite',
      skill: 'rows',
      after: rows.text.replace('- Rule 3.', '- Rule three.'),
      summary: 'Says so.',
      edits,
    });
    assert.equal(await write(scripted(reply())), undefined, 'no edit');
    assert.equal(await write(scripted(reply(replaced(3, '- Rule 3.')))), undefined, 'an edit that changes nothing');
  });

  it('takes four edits and sends five back', async () => {
    const edits = [0, 1, 2, 3, 4].map((rule) => replaced(rule, `- Rule ${rule} is new.`));
    assert.match((await write(scripted(reply(...edits.slice(0, 4)))))?.after ?? '', /Rule 3 is new/);
    const model = scripted(reply(...edits), reply(...edits.slice(1)));
    assert.doesNotMatch((await write(model))?.after ?? '', /Rule 0 is new/);
    assert.match(toldBack(model), /edits/);
  });

  it('counts an edit of several lines as several', async () => {
    const long = scripted(reply(replaced(0, '- a\n- b\n- c\n- d\n- e')), reply(replaced(0, '- a\n- b\n- c\n- d')));
    assert.match((await write(long))?.after ?? '', /- d\n/);
    assert.match(toldBack(long), /changes 5 lines; at most 4/);
  });

  it('does not let a skill shrink by a third', async () => {
    const gone = [0, 1, 2, 3].map(deleted);
    const model = scripted(reply(...gone.slice(0, 3)));
    assert.ok(await write(model), '3 of 14 lines');
    const short = skillOf('rows', skillText('rows', '- Rule 0.\n- Rule 1.\n- Rule 2.\n- Rule 3.\n'));
    const shrinking = scripted(reply(deleted(0), deleted(1), deleted(2)), reply(deleted(0), deleted(1)));
    const input = { ...evidence({ failures }), skill: short, version: 1 };
    const draft = await rewrite(shrinking, input, attempt!, never);
    assert.match(toldBack(shrinking), /loses 38 % of its lines; less than 30 %/);
    assert.match(draft?.after ?? '', /---\n- Rule 2\.\n- Rule 3\.\n$/);
    const lax = { ...input, settings: { ...input.settings, shrinkage: 0.5 } };
    assert.ok(await rewrite(scripted(reply(deleted(0), deleted(1), deleted(2))), lax, attempt!, never));
  });

  it('takes what can be read and does no harm where static checks are off', async () => {
    const off = { ...evidence({ failures }), skill: rows, version: 1 };
    const input = { ...off, settings: { ...off.settings, lint: false } };
    const edits = [...[1, 2, 3].map(deleted), replaced(0, '- It is 1934.03.')];
    const draft = await rewrite(scripted(reply(...edits)), input, attempt!, never);
    assert.match(draft?.after ?? '', /- It is 1934\.03\.\n- Rule 4\./);
  });

  it('sends back a text that is refused, with what is wrong', async () => {
    const model = scripted(reply(replaced(0, '- It is 1934.03.')), reply(replaced(0, '- The head line counts.')));
    assert.match((await write(model))?.after ?? '', /head line counts/);
    assert.match(toldBack(model), /“1934\.03”, an answer of an episode/);
    await assert.rejects(
      write(scripted(reply(replaced(0, '- How many rows has the table? Four.')))),
      /no usable reply/,
    );
  });
});
