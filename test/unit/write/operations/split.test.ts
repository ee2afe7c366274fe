import assert from 'node:assert/strict';
import { attempts } from '../../../../src/engine/write/operations/operation.js';
import { split } from '../../../../src/engine/write/operations/split.js';
import { skillText } from '../../skills/support.js';
import { episode, evidence, scripted, type Scripted, skillOf, skillReply, toldBack } from '../support.js';

const never = new AbortController().signal;
const [attempt] = attempts(1, 1);
const rows = skillOf('rows', skillText('rows', '- Count the head line.\n'));
const sibling = skillText('row-logs', '- Do not count the head line.\n');
const exclusion = 'EXCLUSION: Not for logs.';

describe('splitting a skill', () => {
  const failures = [episode('How many rows has the log?', '7'), episode('Rows of the other log?', '8')];
  const write = (model: Scripted, skill = rows) =>
    split(
      model,
      { ...evidence({ failures }), skill, version: 1, library: [skill], taken: new Set(['rows']) },
      attempt!,
      never,
    );

  it('gives a sibling, and the old skill with an exclusion in its description', async () => {
    const after = rows.text.replace(
      'description: Does rows. Use when it must be done.',
      'description: "Does rows. Use when it must be done. Not for logs."',
    );
    assert.deepEqual(await write(scripted(skillReply(sibling, exclusion))), {
      operation: 'split',
      skill: 'row-logs',
      after: sibling,
      summary: 'It counts rows.',
      also: [{ skill: 'rows', baseHash: rows.hash, before: rows.text, after }],
    });
    assert.equal(await write(scripted('NOTHING')), undefined);
  });

  it('needs the exclusion, in one short sentence', async () => {
    const model = scripted(skillReply(sibling), skillReply(sibling, exclusion));
    assert.ok(await write(model));
    assert.match(toldBack(model), /no line began with EXCLUSION/);
    const of = (length: number): string => `EXCLUSION: ${'x'.repeat(length)}`;
    assert.ok(await write(scripted(skillReply(sibling, of(300)))));
    await assert.rejects(write(scripted(skillReply(sibling, of(301)))));
  });

  it('keeps the description below 1,024 characters', async () => {
    const long = (length: number) =>
      skillOf('rows', skillText('rows').replace(/description: .*/, `description: ${'d'.repeat(length - 1)}.`));
    const room = exclusion.length - 'EXCLUSION: '.length + 1;
    assert.ok(await write(scripted(skillReply(sibling, exclusion)), long(1024 - room)));
    const model = scripted(skillReply(sibling, exclusion), skillReply(sibling, 'EXCLUSION: No logs.'));
    assert.ok(await write(model, long(1025 - room)));
    assert.match(toldBack(model), /the description has room for 12/);
  });

  it('holds the sibling to the rules of a new skill', async () => {
    const model = scripted(skillReply(skillText('rows'), exclusion), skillReply(sibling, exclusion));
    assert.equal((await write(model))?.skill, 'row-logs');
    assert.match(toldBack(model), /The name rows is taken/);
    await assert.rejects(write(scripted(skillReply(sibling, 'EXCLUSION: Not for <b>.'))));
  });
});
