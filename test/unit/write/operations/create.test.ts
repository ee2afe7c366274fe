import assert from 'node:assert/strict';
import { parseSkill } from '../../../../src/engine/skills/format.js';
import { create } from '../../../../src/engine/write/operations/create.js';
import { attempts } from '../../../../src/engine/write/operations/operation.js';
import { skillText } from '../../skills/support.js';
import { episode, evidence, scripted, type Scripted, skillReply, toldBack } from '../support.js';

const never = new AbortController().signal;
const [attempt] = attempts(1, 1);
const named = (name: string, description = 'Counting the rows of tables.'): string =>
  skillText(name).replace(/description: .*/, `description: ${JSON.stringify(description)}`);

describe('creating a skill', () => {
  const requests = ['How many rows has budget.csv of 4411?', 'How many rows has staff.csv?', 'Rows of May?'];
  const failures = requests.map((prompt, index) => episode(prompt, `${index}`));
  const write = (model: Scripted, more: object = {}) =>
    create(model, { ...evidence({ failures }), library: [], taken: new Set(['rows-old']), ...more }, attempt!, never);

  it('gives a draft of a new skill with the sentence before it', async () => {
    const model = scripted(skillReply(named('row-count')));
    assert.deepEqual(await write(model), {
      operation: 'create',
      skill: 'row-count',
      after: named('row-count'),
      summary: 'It counts rows.',
    });
  });

  it('finds nothing where the model finds nothing', async () => {
    assert.equal(await write(scripted('NOTHING.')), undefined);
    await assert.rejects(write(scripted('I would rather not.')), /no usable reply/);
  });

  it('is named by words that half of the requests share, never by one of them', async () => {
    const model = scripted(skillReply(named('budget-rows')), skillReply(named('row-count')));
    assert.equal((await write(model))?.skill, 'row-count');
    assert.match(toldBack(model), /takes “budget” from one request\. Words that most requests share: rows/);
    const half = scripted(skillReply(named('budget-rows')));
    assert.equal((await write(half, { failures: failures.slice(0, 2) }))?.skill, 'budget-rows', 'one of two is half');
  });

  it('is not described by a value of one request', async () => {
    const model = scripted(skillReply(named('row-count', 'Rows of account 4411.')), skillReply(named('row-count')));
    await write(model);
    assert.match(toldBack(model), /description takes “4411” from one request/);
    const single = scripted(skillReply(named('row-count', 'Rows of account 4411.')), skillReply(named('row-count')));
    await write(single, { failures: failures.slice(0, 1) });
    assert.match(toldBack(single), /“4411”/, 'nor by that of the only one');
    const common = [episode('Rows of 4411 in May?', '1'), episode('Rows of 4411 in June?', '2'), episode('Rows?', '3')];
    const shared = scripted(skillReply(named('row-count', 'Rows of account 4411.')));
    assert.equal((await write(shared, { failures: common }))?.skill, 'row-count', 'two of three share it');
  });

  it('takes its name from one request, and an answer with it, where static checks are off', async () => {
    const { settings } = evidence();
    const source = `${named('budget-rows', 'Rows of account 4411.')}\n${requests[0]} 0.\n`;
    const draft = await write(scripted(skillReply(source)), { settings: { ...settings, lint: false } });
    assert.equal(draft?.skill, 'budget-rows');
  });

  it('takes a free name', async () => {
    const model = scripted(skillReply(named('rows-old')), skillReply(named('rows-new')));
    assert.equal((await write(model))?.skill, 'rows-new');
    assert.match(toldBack(model), /The name rows-old is taken/);
  });

  it('repeats neither a request nor an answer', async () => {
    const telling = [episode('How many rows has the table?', '1934.03')];
    const bad = named('row-count').replace('Do it.', 'The answer is 1934.03.');
    const model = scripted(skillReply(bad), skillReply(named('row-count')));
    assert.equal((await write(model, { failures: telling }))?.after, named('row-count'));
    assert.match(toldBack(model), /“1934\.03”/);
  });

  it('learns from successes as from failures, and copies none of their answers', async () => {
    const keep = [episode('How many rows has the table?', undefined, '51,234.5'), episode('Rows?', undefined)];
    const bad = named('row-count').replace('Do it.', 'Say 51,234.5.');
    const model = scripted(skillReply(bad), skillReply(named('row-count')));
    const draft = await write(model, { failures: [], keep, learnedFrom: 'successes' });
    assert.equal(draft?.skill, 'row-count');
    assert.match(toldBack(model), /“51,234\.5”/);
  });

  it('is written so that other agents can read it', async () => {
    const loose = '---\nname: rows\ndescription: Use when: rows are counted.\n---\n# Rows\n\n- Count all.\n';
    const draft = await write(scripted(skillReply(loose)));
    assert.match(draft?.after ?? '', /^description: "Use when: rows are counted\."$/m);
    assert.deepEqual(parseSkill(draft?.after ?? '', 'rows').diagnostics, []);
  });
});

describe('candidates', () => {
  it('differ by seed and number, at one temperature', async () => {
    assert.deepEqual(attempts(3, 40), [
      { seed: 40, temperature: 0.7, number: 1, of: 3 },
      { seed: 41, temperature: 0.7, number: 2, of: 3 },
      { seed: 42, temperature: 0.7, number: 3, of: 3 },
    ]);
    const model = scripted('unreadable', 'NOTHING');
    const [, second] = attempts(3, 40);
    await create(model, { ...evidence(), library: [], taken: new Set() }, second!, never);
    assert.deepEqual(
      model.asked.map(({ seed, temperature }) => [seed, temperature]),
      [
        [41, 0.7],
        [41, 0.7],
      ],
      'when a reply is sent back, too',
    );
  });
});
