import assert from 'node:assert/strict';
import fc from 'fast-check';
import { editFile } from '../../../../src/engine/act/tools/editFile.js';
import { listDir } from '../../../../src/engine/act/tools/listDir.js';
import { proposeSkill } from '../../../../src/engine/act/tools/proposeSkill.js';
import { readFile } from '../../../../src/engine/act/tools/readFile.js';
import { runCommand } from '../../../../src/engine/act/tools/runCommand.js';
import { searchFiles } from '../../../../src/engine/act/tools/searchFiles.js';
import { titleOf, toDefinition, type AnyTool } from '../../../../src/engine/act/tools/tool.js';
import { writeFile } from '../../../../src/engine/act/tools/writeFile.js';
import { CancelledError } from '../../../../src/engine/errors.js';
import { english } from '../../../../src/engine/text.js';
import { makeWorkspace, type TestWorkspace } from '../workspace.js';

const tools: readonly AnyTool[] = [readFile, listDir, searchFiles, writeFile, editFile, runCommand, proposeSkill];

describe('calling a tool', () => {
  let ws: TestWorkspace;
  before(async () => {
    ws = await makeWorkspace();
  });
  after(() => ws.dispose());

  it('describes every tool with a strict JSON schema', () => {
    for (const definition of tools.map(toDefinition)) {
      const { type, properties, additionalProperties, $schema } = definition.parameters as Record<string, object>;
      assert.match(definition.name, /^[a-z_]+$/);
      assert.deepEqual([type, additionalProperties, $schema], ['object', false, undefined]);
      for (const property of Object.values(properties!)) assert.ok('description' in property || 'type' in property);
    }
    assert.deepEqual(toDefinition(editFile).parameters.required, ['path', 'old', 'new']);
  });

  const wrong: readonly (readonly [string, string, RegExp])[] = [
    ['text that is not JSON', 'path=a', /not valid JSON/],
    ['JSON that was cut off', '{"path":"a', /not valid JSON/],
    ['an array', '["a"]', /expected object/],
    ['null', 'null', /expected object/],
    ['nothing', '', /path/],
    ['a wrong type', '{"path":1}', /path/],
    ['an argument that does not exist', '{"path":"a","sandbox":false}', /sandbox/],
    ['a prototype', '{"path":"a","__proto__":{"x":1}}', /__proto__/],
    ['5 MB', `{"path":"${'a'.repeat(5_000_000)}"}`, /longer than/],
  ];
  for (const [what, raw, complaint] of wrong)
    it(`tells the model what is wrong with ${what}`, async () => {
      const result = await ws.call(readFile, raw);
      assert.equal(result.ok, false);
      assert.match(result.output, complaint);
      assert.ok(result.output.length < 3000);
    });

  it('takes nothing for no arguments where all are optional', async () => {
    assert.equal((await ws.call(listDir, '')).ok, true);
  });

  it('does not start a tool when the run is cancelled', async () => {
    await assert.rejects(ws.call(listDir, {}, undefined, AbortSignal.abort()), CancelledError);
  });

  it('names a call for the person, whatever its arguments are', () => {
    const title = (tool: AnyTool | undefined, name: string, raw: string) =>
      english(titleOf(tool, { id: '1', name, arguments: raw }));
    assert.equal(title(readFile, 'read_file', '{"path":"a.ts"}'), 'Read a.ts');
    assert.equal(title(runCommand, 'run_command', '{"command":"ls\\r\\u202e"}'), 'Run ls\\r\\u{202e}');
    assert.equal(title(readFile, 'read_file', '{'), 'Call read_file');
    assert.equal(title(writeFile, 'write_file', '{"path":"a\\nb","content":""}'), 'Write a b');
    assert.equal(title(editFile, 'edit_file', '{"path":"a","old":"x","new":"y"}'), 'Edit a');
    assert.equal(title(listDir, 'list_dir', '{}'), 'List .');
    assert.equal(
      title(searchFiles, 'search_files', JSON.stringify({ query: 'x'.repeat(500) })),
      `Search for ${'x'.repeat(120)}…`,
    );
    assert.equal(title(undefined, 'launch\u001b[31m', '{}'), 'Call launch\\x1b[31m');
  });

  it('answers any arguments with a result and never runs what it could not check (seeded)', async () => {
    const raw = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .dictionary(fc.constantFrom('path', 'query', 'old', 'new', 'offset'), fc.jsonValue())
        .map((value) => JSON.stringify(value)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...tools), raw, async (tool, text) => {
        const result = await ws.call(tool, text, () => false);
        assert.equal(typeof result.output, 'string');
        assert.ok(english(result.summary).length > 0);
      }),
      { seed: 11, numRuns: 400 },
    );
  });

  it('makes a proposal and nothing else', async () => {
    const draft = {
      name: 'count-lines',
      description: 'Counts lines.',
      body: '# Count\nUse wc.',
      why: 'It came up twice.',
    };
    const result = await ws.call(proposeSkill, draft);
    assert.equal(result.ok, true);
    assert.match(result.output, /Proposal p1/);
    for (const name of ['Count Lines', '../x', 'a--b', 'x'.repeat(65)])
      assert.equal((await ws.call(proposeSkill, { ...draft, name })).ok, false);
    assert.deepEqual(ws.asked, []);
  });
});
