// A stand-in for the `sqlite3` program, for machines that lack it: the part of its command line that tasks need, on sql.js.
// Usage: sqlite3 [-header] [-csv|-list|-tabs|-json|-line|-column] [-separator S] [-cmd SQL] [DATABASE] [SQL ...]; without SQL it reads standard input.
// It differs in this: a real number that is whole is shown without its point, since sql.js doesn't say which type a number has; csv ends lines with LF.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import initSqlJs from 'sql.js';

/** @typedef {{ mode: string, separator: string, header: boolean }} Style */

const modes = ['csv', 'list', 'tabs', 'json', 'line', 'column'];
const separators = /** @type {Record<string, string>} */ ({ csv: ',', list: '|', tabs: '\t' });
/** Options without an argument that change nothing here. */
const ignored = ['batch', 'bail', 'noheader', 'readonly', 'safe'];

/** @type {Style} */
const style = { mode: 'list', separator: '|', header: false };
let failed = false;

const [file, ...sql] = takeOptions(process.argv.slice(2));
const before = file && file !== ':memory:' && existsSync(file) ? readFileSync(file) : undefined;
const SQL = await initSqlJs();
const database = new SQL.Database(before);
run(sql.length > 0 ? sql.join('\n') : readFileSync(0, 'utf8'));
if (file && file !== ':memory:' && !process.argv.includes('-readonly')) {
  const after = Buffer.from(database.export());
  if (!before?.equals(after)) writeFileSync(file, after);
}
process.exitCode = failed ? 1 : 0;

/** Sets the style from the options; what is left are the database and the SQL. @param {readonly string[]} given */
function takeOptions(given) {
  /** @type {string[]} */
  const rest = [];
  /** @type {string[]} */
  const first = [];
  for (let at = 0; at < given.length; at++) {
    const word = given[at] ?? '';
    const name = word.replace(/^--?/, '');
    if (!word.startsWith('-')) rest.push(word);
    else if (modes.includes(name)) setMode(name);
    else if (name === 'header') style.header = true;
    else if (name === 'separator') style.separator = unescaped(given[++at] ?? '');
    else if (name === 'cmd') first.push(given[++at] ?? '');
    else if (!ignored.includes(name)) stop(`unknown option: ${word}`);
  }
  const [name, ...statements] = rest;
  if (first.length > 0 && statements.length === 0) statements.push(readFileSync(0, 'utf8'));
  return [name, ...first, ...statements];
}

/** Runs SQL and dot commands; a dot command stands alone on a line between statements. @param {string} text */
function run(text) {
  let waiting = '';
  for (const line of text.split('\n')) {
    if (line.startsWith('.') && waiting.trim() === '') dot(line.trim());
    else waiting += `${line}\n`;
    if (!line.trimEnd().endsWith(';')) continue;
    if (isOpen(waiting)) continue;
    query(waiting);
    waiting = '';
  }
  query(waiting);
}

/** A string, a comment or a trigger's body goes on after these lines. @param {string} text */
function isOpen(text) {
  const bare = text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g, '');
  const begins = /\bcreate\s+(?:temp\w*\s+)?trigger\b/i.test(bare) && !/\bend\s*;\s*$/i.test(bare);
  return begins || /['"]|\/\*/.test(bare) || !bare.trimEnd().endsWith(';');
}

/** @param {string} text */
function query(text) {
  try {
    for (const statement of database.iterateStatements(text)) {
      const names = statement.getColumnNames();
      /** @type {unknown[][]} */
      const rows = [];
      while (statement.step()) rows.push(statement.get());
      if (rows.length > 0) print(names, rows);
    }
  } catch (error) {
    failed = true;
    process.stderr.write(`Error: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

/** @param {string} line */
function dot(line) {
  const [name, argument = '', second = ''] = line
    .split(/\s+(?=(?:[^"']*["'][^"']*["'])*[^"']*$)/)
    .map((word) => word.replace(/^["']|["']$/g, ''));
  if (name === '.mode') setMode(argument);
  else if (name === '.headers' || name === '.header') style.header = /^(?:on|1|yes)$/.test(argument);
  else if (name === '.separator') style.separator = unescaped(argument);
  else if (name === '.read') run(readFileSync(argument, 'utf8'));
  else if (name === '.tables')
    query("select name from sqlite_master where type in ('table', 'view') and name not like 'sqlite_%' order by name;");
  else if (name === '.schema')
    query(
      `select sql || ';' from sqlite_master where sql is not null${argument ? ` and tbl_name = '${argument.replaceAll("'", "''")}'` : ''};`,
    );
  else if (name === '.import') importCsv(argument, second);
  else if (name === '.quit' || name === '.exit') process.exit(failed ? 1 : 0);
  else if (name !== '.bail') stop(`unknown command: ${line}`);
}

/** Rows of a plain file, split at the separator, into a table that is there. @param {string} source @param {string} table */
function importCsv(source, table) {
  for (const line of readFileSync(source, 'utf8').split(/\r?\n/).filter(Boolean)) {
    const values = line.split(style.separator);
    database.run(`insert into "${table}" values (${values.map(() => '?').join(', ')})`, values);
  }
}

/** @param {readonly string[]} names @param {readonly (readonly unknown[])[]} rows */
function print(names, rows) {
  if (style.mode === 'json') {
    const objects = rows.map((row) => JSON.stringify(Object.fromEntries(names.map((name, at) => [name, row[at]]))));
    process.stdout.write(`[${objects.join(',\n')}]\n`);
  } else if (style.mode === 'line') {
    const width = Math.max(5, ...names.map((name) => name.length));
    const blocks = rows.map((row) => names.map((name, at) => `${name.padStart(width)} = ${shown(row[at])}\n`).join(''));
    process.stdout.write(blocks.join('\n'));
  } else if (style.mode === 'column') {
    const lines = [names, names.map(() => ''), ...rows.map((row) => row.map(shown))];
    const widths = names.map((_, at) => Math.max(...lines.map((line) => (line[at] ?? '').length)));
    lines[1] = widths.map((width) => '-'.repeat(width));
    for (const line of lines)
      process.stdout.write(
        `${line
          .map((cell, at) => cell.padEnd(widths[at] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
      );
  } else {
    const cell = style.mode === 'csv' ? quoted : shown;
    const lines = style.header ? [names, ...rows] : rows;
    for (const line of lines) process.stdout.write(`${line.map(cell).join(style.separator)}\n`);
  }
}

/** @param {unknown} value */
function shown(value) {
  if (value === null) return '';
  return value instanceof Uint8Array ? Buffer.from(value).toString('utf8') : String(value);
}

/** @param {unknown} value */
function quoted(value) {
  const bare = shown(value);
  return /[",\n\r ]/.test(bare) ? `"${bare.replaceAll('"', '""')}"` : bare;
}

/** @param {string} name */
function setMode(name) {
  if (!modes.includes(name)) stop(`unknown mode: ${name}; there are ${modes.join(', ')}`);
  style.mode = name;
  style.separator = separators[name] ?? style.separator;
}

/** @param {string} text */
function unescaped(text) {
  return text.replaceAll('\\t', '\t').replaceAll('\\n', '\n');
}

/** @param {string} why */
function stop(why) {
  process.stderr.write(`Error: ${why}\n`);
  process.exit(1);
}
