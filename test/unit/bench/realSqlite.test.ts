import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import path from 'node:path';
import { layTools } from './realSupport.js';
import { makeTempFolder, type TempFolder } from './tempFolder.js';

interface Ran {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

describe('the stand-in for sqlite3', () => {
  let tools: TempFolder;
  let temp: TempFolder;
  let program = '';
  before(async () => {
    tools = await makeTempFolder();
    program = path.join(await layTools(tools.dir), 'sqlite3');
  });
  after(() => tools.dispose());
  beforeEach(async () => {
    temp = await makeTempFolder();
  });
  afterEach(() => temp.dispose());

  const sqlite3 = (args: readonly string[], input = ''): Promise<Ran> =>
    new Promise((resolve, reject) => {
      const child = spawn(program, args, { cwd: temp.dir });
      let [stdout, stderr] = ['', ''];
      child.stdout.setEncoding('utf8').on('data', (part: string) => (stdout += part));
      child.stderr.setEncoding('utf8').on('data', (part: string) => (stderr += part));
      child.on('error', reject);
      child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
      child.stdin.end(input);
    });

  it('runs what comes on standard input, strings with line ends and semicolons and triggers among it', async () => {
    const input = `CREATE TABLE t (a INTEGER, b TEXT); -- it's a comment;
CREATE TRIGGER up AFTER INSERT ON t WHEN new.a < 0 BEGIN
  UPDATE t SET a = -a WHERE a < 0;
END;
INSERT INTO t VALUES (1, 'x;
y'), (-2, NULL), (3, 'it''s');
SELECT a, b FROM t ORDER BY a`;
    assert.deepEqual(await sqlite3([':memory:'], input), { exitCode: 0, stdout: "1|x;\ny\n2|\n3|it's\n", stderr: '' });
  });

  it('prints in the modes that are asked for', async () => {
    const rows = `SELECT 'a "b"' AS name, 2.5 AS n UNION ALL SELECT 'c', NULL`;
    const shown = async (...options: string[]): Promise<string> =>
      (await sqlite3([...options, ':memory:', rows])).stdout;
    assert.equal(await shown('-header', '-csv'), 'name,n\n"a ""b""",2.5\nc,\n');
    assert.equal(await shown('-json'), '[{"name":"a \\"b\\"","n":2.5},\n{"name":"c","n":null}]\n');
    assert.equal(await shown('-separator', '\\t'), 'a "b"\t2.5\nc\t\n');
    assert.equal(await shown('-line'), ' name = a "b"\n    n = 2.5\n\n name = c\n    n = \n');
    assert.equal(await shown('-column'), 'name   n\n-----  ---\na "b"  2.5\nc\n');
  });

  it('keeps a database in its file', async () => {
    await temp.put('rows.csv', '4,four\n5,five\n');
    await temp.put('make.sql', 'CREATE TABLE t (a INTEGER, b TEXT);\n.separator ,\n.import rows.csv t\n');
    assert.deepEqual(await sqlite3(['t.db', '.read make.sql']), { exitCode: 0, stdout: '', stderr: '' });
    assert.equal((await sqlite3(['t.db', '.tables'])).stdout, 't\n');
    assert.equal((await sqlite3(['t.db'], '.headers on\nSELECT sum(a) AS s FROM t;\n')).stdout, 's\n9\n');
    await sqlite3(['-readonly', 't.db', 'DELETE FROM t']);
    assert.equal((await sqlite3(['t.db', 'SELECT count(*) FROM t'])).stdout, '2\n');
  });

  it('says what it does not know, goes on, and ends with 1', async () => {
    const ran = await sqlite3([':memory:'], 'SELECT nope;\nSELECT 7;\n');
    assert.deepEqual(ran, { exitCode: 1, stdout: '7\n', stderr: 'Error: no such column: nope\n' });
    assert.deepEqual(await sqlite3(['-boxed']), { exitCode: 1, stdout: '', stderr: 'Error: unknown option: -boxed\n' });
    assert.equal((await sqlite3([':memory:', '.shell ls'])).exitCode, 1);
  });
});
