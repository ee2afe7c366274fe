import assert from 'node:assert/strict';
import { attempts } from '../../../../src/engine/write/operations/operation.js';
import { merge } from '../../../../src/engine/write/operations/merge.js';
import { skillText } from '../../skills/support.js';
import { episode, evidence, scripted, type Scripted, skillOf, skillReply, toldBack } from '../support.js';

const never = new AbortController().signal;
const [attempt] = attempts(1, 1);
const rows = skillOf('rows', skillText('rows', '# Rows\n\n- Count the head line.\n- Skip blank lines.\n'));
const tables = skillOf('tables', skillText('tables', '# Tables\n\n- Skip blank lines.\n- Quote names.\n'));
const both = '# Rows and tables\n\n- Count the head line.\n- Skip blank lines.\n- Quote names.\n';

describe('merging two skills', () => {
  const keep = [episode('How many rows has the table?', undefined, '1934.03')];
  const write = (model: Scripted, skill = rows, other = tables) =>
    merge(model, { ...evidence({ keep }), skill, version: 1, other, otherVersion: 1 }, attempt!, never);

  it('gives one text with the lines of both, and archives the other', async () => {
    const after = skillText('rows', both);
    assert.deepEqual(await write(scripted(skillReply(after, '', 'They are one.'))), {
      operation: 'merge',
      skill: 'rows',
      after,
      summary: 'They are one.',
      also: [{ skill: 'tables', baseHash: tables.hash, before: tables.text, after: null }],
    });
    assert.equal(await write(scripted('NOTHING')), undefined);
  });

  it('loses no line that nothing contradicts, and adds none', async () => {
    const full = skillReply(skillText('rows', both));
    const lost = scripted(skillReply(skillText('rows', both.replace('- Quote names.\n', ''))), full);
    assert.ok(await write(lost));
    assert.match(toldBack(lost), /lost the line “- Quote names\.”/);
    const added = scripted(skillReply(skillText('rows', `${both}- Be quick.\n`)), full);
    assert.ok(await write(added));
    assert.match(toldBack(added), /“- Be quick\.”, which stands in neither/);
  });

  it('leaves a line out where it says which one contradicts it', async () => {
    const other = skillOf('tables', skillText('tables', '- Leave out the head line.\n'));
    const merged = skillText('rows', '- Count the head line.\n- Skip blank lines.\n');
    const replaced = 'REPLACED: - Leave out the head line. => - Count the head line.';
    assert.ok(await write(scripted(skillReply(merged, replaced)), rows, other));
    for (const rest of [
      '',
      'REPLACED: - Leave out the head line. => - Something else.',
      replaced.split(' =>')[0] ?? '',
    ])
      await assert.rejects(write(scripted(skillReply(merged, rest)), rows, other), /no usable reply/, rest);
  });

  it('keeps the name of the first, and copies no answer', async () => {
    await assert.rejects(write(scripted(skillReply(skillText('tables', both)))));
    await assert.rejects(write(scripted(skillReply(skillText('rows', both.replace('# Rows', '# 1934.03'))))));
  });

  it('asks nobody where it cannot be: too many lines, or files that would be lost', async () => {
    const model = scripted(skillReply(skillText('rows', both)));
    const withScript = skillOf('tables', tables.text, ['SKILL.md', 'scripts/count.sh']);
    assert.equal(await write(model, rows, withScript), undefined);
    const long = (name: string, line: string) =>
      skillOf(
        name,
        skillText(name, Array.from({ length: 40 }, (_, index) => `- ${line} ${index} ${'x'.repeat(40)}\n`).join('')),
      );
    assert.equal(await write(model, long('rows', 'a'), long('tables', 'b')), undefined);
    const before: number = model.asked.length;
    assert.equal(before, 0);
    // The same lines count once.
    await assert.rejects(write(model, long('rows', 'a'), long('tables', 'a')));
    assert.ok(model.asked.length > 0);
  });
});
