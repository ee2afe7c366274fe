import assert from 'node:assert/strict';
import { attempts } from '../../../../src/engine/write/operations/operation.js';
import { routeFix } from '../../../../src/engine/write/operations/routeFix.js';
import { skillText } from '../../skills/support.js';
import { episode, evidence, scripted, type Scripted, skillOf, toldBack } from '../support.js';

const never = new AbortController().signal;
const [attempt] = attempts(1, 1);
const rows = skillOf('rows', skillText('rows', '- Count the head line.\n'));
const reply = (description: string): string => JSON.stringify({ summary: 'It was missed.', description });

describe('changing the description of a skill that was missed', () => {
  const failures = ['Lines of staff.csv in 4411?', 'Lines of the export?', 'How many lines?'].map((prompt) =>
    episode(prompt, '1'),
  );
  const write = (model: Scripted) =>
    routeFix(model, { ...evidence({ failures }), skill: rows, version: 1, library: [rows] }, attempt!, never);

  it('changes nothing else', async () => {
    const draft = await write(scripted(reply('Counts rows\nand lines.')));
    assert.deepEqual(draft, {
      operation: 'route_fix',
      skill: 'rows',
      after: rows.text.replace(/description: .*/, 'description: "Counts rows and lines."'),
      summary: 'It was missed.',
    });
    assert.equal(await write(scripted(reply(rows.description))), undefined);
  });

  it('takes 1,024 characters and no more', async () => {
    assert.ok(await write(scripted(reply('d'.repeat(1024)))));
    const model = scripted(reply('d'.repeat(1025)), reply('Counts lines.'));
    assert.ok(await write(model));
    assert.match(toldBack(model), /1,?025 characters/);
  });

  it('takes no value of one request', async () => {
    const model = scripted(reply('Counts lines of 4411.'), reply('Counts lines.'));
    assert.match((await write(model))?.after ?? '', /"Counts lines\."/);
    assert.match(toldBack(model), /“4411”/);
  });
});
