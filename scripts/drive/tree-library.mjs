// @ts-check
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { memento, solveFromOutside } from './files.mjs';

/** Skills a person could have written, by name. */
const own = {
  'csv-cleanup':
    'Cleans CSV files: separators, quotes, empty rows, numbers with thousands marks. Use before a CSV file is computed with.',
  'invoice-naming': 'Names scanned invoices by date, supplier and amount. Use when files in inbox/ are to be sorted.',
  'log-triage':
    'Finds the first cause in server logs and groups what follows from it. Use for requests.log and stack traces.',
  'schema-diff': 'Compares two database schemas and lists what a migration has to do. Use before a release.',
  'sql-report':
    'Writes SQL reports with totals by month and account. Use when a table of figures from the database is asked for.',
  'vat-summary': 'Sums up value added tax by rate and country for the quarterly form. Use for VAT returns.',
};

/** Skills another agent keeps in the same folder. */
const foreign = {
  docx: 'Creates and edits Word documents with tables of contents, comments and tracked changes. Use for .docx files.',
  pdf: 'Extracts text and tables from PDF documents, fills forms, merges and splits pages. Use for .pdf files.',
  pptx: 'Builds slide decks from outlines. Use for .pptx files.',
};

/** @param {string} name @param {string} description @param {string} [body] */
const skillText = (
  name,
  description,
  body = '1. Look at the files first.\n2. Do it with a script.\n3. Check the result.\n',
) => `---\nname: ${name}\ndescription: '${description.replaceAll("'", "''")}'\n---\n\n# ${name}\n\n${body}`;

/** Writes skills into a folder. @param {string} folder @param {Readonly<Record<string, string>>} skills */
export async function writeSkills(folder, skills) {
  for (const [name, description] of Object.entries(skills)) {
    await mkdir(path.join(folder, name), { recursive: true });
    await writeFile(path.join(folder, name, 'SKILL.md'), skillText(name, description));
  }
}

/**
 * Fills a practice workspace with the library of a person who has worked for a while, by the command line: own skills and those of another
 * agent, versions, runs of the practice model, a proposal, an import, and something to look at.
 * @param {{ folder: string, home: string }} where
 */
export async function fillLibrary({ folder, home }) {
  /** @param {string[]} args */
  const call = (...args) => memento({ folder, home }, args);
  /** @param {string} id */
  const solve = (id) => solveFromOutside(folder, home, id);
  const library = path.join(folder, '.memento/skills');
  await call('skills', 'init');
  await writeSkills(library, own);
  await writeFile(
    path.join(library, 'vat-summary/SKILL.md'),
    `---\nname: vat-summary\ndescription: ${own['vat-summary']}\nmode: fast\n---\n\nSee scripts/missing.py.\n`,
  );
  await mkdir(path.join(library, 'csv-cleanup/scripts'));
  await writeFile(path.join(library, 'csv-cleanup/scripts/clean.mjs'), "console.log('clean');\n", { mode: 0o755 });
  await mkdir(path.join(library, 'currency-notes'));
  await writeFile(path.join(library, 'currency-notes/SKILL.md'), 'Rates are those of the last day of the month.\n');
  await call('skills', 'trust', ...Object.keys(own));
  await writeSkills(path.join(folder, '.claude/skills'), foreign);
  await call('skills', 'trust', 'pdf', 'docx');

  // The first run of a skill that is wrong about something leads to a proposal; accepted, it works.
  const first = await solve('ledger-total');
  const [id = ''] = /p-[0-9a-z-]+/.exec(first) ?? [];
  await call('proposals', 'accept', id);
  for (const task of ['ledger-total', 'ledger-net', 'ledger-largest', 'ledger-total', 'ledger-net', 'ledger-largest'])
    await solve(task);
  // A skill that fails leaves a proposal behind.
  await solve('request-errors');

  await call('skills', 'lock', 'sql-report');
  await call('skills', 'publish', 'csv-cleanup');
  await call('skills', 'archive', 'schema-diff');
  const offered = path.join(folder, 'offered');
  await writeSkills(offered, { 'meeting-minutes': 'Turns notes of meetings into minutes with decisions and owners.' });
  await call('skills', 'import', path.join(offered, 'meeting-minutes'));
  await rm(offered, { recursive: true });
}
