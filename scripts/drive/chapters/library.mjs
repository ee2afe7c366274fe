// @ts-check
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { mementoList, skillFile, taskOf } from '../files.mjs';
import { eventually } from '../story.mjs';

const own = 'ledger-conventions';

/** @param {string} name @param {string} description @param {string} [body] */
const skillText = (name, description, body = 'Do it.') =>
  `---\nname: ${name}\ndescription: ${description}\n---\n# ${name}\n\n${body}\n`;

/** Arrives in the library from another program, with a script; it fits the task better than what is there. */
const arrived = 'ledger-totals';
const arrivedText = skillText(
  arrived,
  'What is the total booked on an account, from the ledger export ledger.csv. Use it for every total booked in it.',
  'Run scripts/total.mjs.',
);
/** Has a fault in its front matter that other tools stumble over. */
const faulty = 'mail-order';
/** Lies in the folder of another agent. */
const foreign = 'pdf-forms';
/** Is imported. */
const imported = 'meeting-minutes';

/** @param {string} file @param {string} text */
async function write(file, text) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

/**
 * The library as a person uses it: what comes from outside is looked at before it is used, every change is a version, nothing is lost.
 * @returns {import('../story.mjs').Chapter}
 */
export function library() {
  return {
    name: 'The library, from a skill that arrives to one that is archived',
    window: {},
    steps: [
      {
        name: 'a skill that arrives from outside waits for a review, by itself',
        run: async ({ workbench, folder }) => {
          await workbench.openSideBar();
          await workbench.skills.row(own).waitFor();
          assert.equal(await workbench.skills.row('To review').count(), 0);
          const file = skillFile(folder, arrived);
          await write(path.join(path.dirname(file), 'scripts/total.mjs'), 'process.exit(1);\n');
          await write(file, arrivedText);
          await workbench.skills.row(/^To review, 1 skill$/).waitFor();
          await workbench.skills.row(new RegExp(`^${arrived}, .*to review$`)).waitFor();
          await workbench.badge(1).waitFor();
        },
      },
      {
        name: 'a run leaves it out and says so',
        run: async ({ workbench, folder }) => {
          const { prompt, check } = await taskOf(folder, 'ledger-total');
          await workbench.solveTask(prompt, check);
          await workbench.panel.says('route', own);
          await workbench.panel.approval.waitFor();
          await workbench.panel.open('route');
          await workbench.panel.says('route', '1 skill was left out: nobody has looked');
          await workbench.panel.cancel();
          await workbench.panel.ended('cancelled');
        },
      },
      {
        name: 'Review shows what it contains, Trust makes it one of the library',
        run: async ({ workbench, folder, home }) => {
          const { skills } = workbench;
          await skills.act(new RegExp(`^${arrived}, `), 'Review Skill', workbench.tab(`${arrived}: to review`));
          assert.equal((await stateOf({ folder, home }, arrived)).state, 'review');
          await workbench.pressToast('1 script', 'Trust');
          await skills.row('To review').waitFor({ state: 'detached' });
          await skills.row(new RegExp(`^${arrived}, not used yet$`)).waitFor();
          await workbench.badge(1).waitFor({ state: 'detached' });
          assert.equal((await stateOf({ folder, home }, arrived)).state, 'ready');
        },
      },
      {
        name: 'an edit saved in the editor stays trusted and is a version',
        run: async ({ workbench, folder, home }) => {
          const { skills, page } = workbench;
          const opened = workbench.focusedEditor.filter({ hasText: arrived });
          await skills.act(new RegExp(`^${arrived}, `), 'Open Skill', opened);
          await page.keyboard.press('Control+End');
          await page.keyboard.type('Check the sum.');
          await page.keyboard.press('Control+S');
          // Its row is drawn anew with the version: what is unfolded before may be folded again.
          await skills.row(new RegExp(`^${arrived}, v2`)).waitFor();
          await skills.expand(new RegExp(`^${arrived}, `));
          await skills.expand(/^History, v2$/);
          await skills.row(/^v2, current, by hand/).waitFor();
          assert.equal(await skills.row('To review').count(), 0);
          assert.equal(await readFile(skillFile(folder, arrived), 'utf8'), `${arrivedText}Check the sum.`);
          const { state, version } = await stateOf({ folder, home }, arrived);
          assert.deepEqual({ state, version }, { state: 'ready', version: 2 });
        },
      },
      {
        name: 'a click on a version shows what it changed',
        run: async ({ workbench }) => {
          await workbench.skills.row(/^v2, /).click();
          await workbench.tab(`${arrived}: v1 ↔ v2`).waitFor();
          await workbench.diff.shows('Check the sum.');
        },
      },
      {
        name: 'Restore brings the old text back, as a new version',
        run: async ({ workbench, folder, home }) => {
          await workbench.skills.act(/^v1, /, 'Restore Version', workbench.dialog('Restore v1'));
          await workbench.confirm(`Restore v1 of “${arrived}”?`, 'Restore');
          await workbench.skills.row(/^v3, current, restored/).waitFor();
          assert.equal(await readFile(skillFile(folder, arrived), 'utf8'), arrivedText);
          assert.equal((await stateOf({ folder, home }, arrived)).state, 'ready');
          await workbench.skills.fold(new RegExp(`^${arrived}, `));
        },
      },
      {
        name: 'Lock Skill keeps it from being rewritten',
        run: async ({ workbench, folder, home }) => {
          await workbench.skills.choose(new RegExp(`^${arrived}, `), 'Lock Skill');
          await workbench.skills.row(new RegExp(`^${arrived}, .*locked`)).waitFor();
          assert.equal((await stateOf({ folder, home }, arrived)).locked, true);
        },
      },
      {
        name: 'the filter narrows the list while it is typed, Escape takes it back',
        run: async ({ workbench }) => {
          const { skills, page, quickInput } = workbench;
          await workbench.command('Memento: Filter Skills…');
          await quickInput.locator('.quick-input-title', { hasText: 'Filter Skills' }).waitFor();
          await quickInput.locator('input').first().fill('totals');
          await quickInput.getByText('1 of 2 skills').waitFor();
          await skills.row(own).waitFor({ state: 'detached' });
          assert.deepEqual(await names(skills), [arrived]);
          await page.keyboard.press('Escape');
          await skills.row(own).waitFor();
          assert.deepEqual(await names(skills), [own, arrived]);
        },
      },
      {
        name: 'the skill of another agent is a group of its own, and Adopt copies it',
        run: async ({ workbench, folder, home }) => {
          const { skills } = workbench;
          const file = path.join(folder, '.claude/skills', foreign, 'SKILL.md');
          await write(file, skillText(foreign, 'Fills the forms of a PDF document. Use it for .pdf files.'));
          await skills.row(/^\.claude\/skills, 1 skill, read-only$/).waitFor();
          await skills.row(/^This folder, 2 skills$/).waitFor();
          await skills.choose(new RegExp(`^${foreign}, `), 'Adopt Skill');
          await workbench.toast(`${foreign} was copied from .claude/skills and waits for your review.`).waitFor();
          await skills.row(new RegExp(`^${foreign}, hidden by another skill`)).waitFor();
          assert.equal(await readFile(skillFile(folder, foreign), 'utf8'), await readFile(file, 'utf8'));
          // Copying is not looking at it.
          const { state, source } = await stateOf({ folder, home }, foreign);
          assert.deepEqual({ state, source }, { state: 'review', source: 'own' });
          await rm(path.join(folder, '.claude'), { recursive: true });
          await skills.row(/^\.claude\/skills/).waitFor({ state: 'detached' });
        },
      },
      {
        name: 'an import waits outside of the library until it is trusted',
        run: async ({ workbench, folder }) => {
          const { skills } = workbench;
          const source = path.join(folder, 'offered', imported);
          await write(path.join(source, 'references/agenda.md'), 'Decisions first.\n');
          await write(path.join(source, 'SKILL.md'), skillText(imported, 'Turns notes of meetings into minutes.'));
          await workbench.command('Memento: Import Skills…');
          await workbench.quickInput.locator('.monaco-list-row', { hasText: 'Folder…' }).click();
          await workbench.chooseFolder('Import Skills', source, 'references');
          await skills.row(/^To review, 2 skills$/).waitFor();
          await skills.row(new RegExp(`^${imported}, import from`)).waitFor();
          assert.ok(!existsSync(skillFile(folder, imported)), 'nothing of it is in the library');
          const review = workbench.tab(`${imported}: import to review (2 files)`);
          await skills.act(new RegExp(`^${imported}, import from`), 'Review Import', review);
          await workbench.diff.shows('Decisions first.');
          await workbench.diff.act('Trust Skill');
          await skills.row(new RegExp(`^${imported}, not used yet`)).waitFor();
          await skills.row(/^To review, 1 skill$/).waitFor();
          assert.ok(existsSync(skillFile(folder, imported)));
        },
      },
      {
        name: 'a fault of SKILL.md is in the tree and among the problems, and its quick fix mends it',
        run: async ({ workbench, folder, home }) => {
          const { skills, page } = workbench;
          const file = skillFile(folder, faulty);
          await write(file, skillText(faulty, 'Sorts mail: newest first. Use it for an inbox.'));
          const row = new RegExp(`^${faulty}, .*Problems in SKILL.md`);
          await skills.row(row).first().waitFor();
          await workbench.command('Problems: Focus on Problems View');
          const problem = workbench.problem('must stand in quotes');
          await problem.waitFor();
          await problem.dblclick();
          await workbench.focusedEditor.filter({ hasText: faulty }).waitFor();
          await page.keyboard.press('Control+.');
          await page.locator('.action-widget .monaco-list-row', { hasText: 'Put the value in quotes' }).first().click();
          await problem.waitFor({ state: 'detached' });
          await page.keyboard.press('Control+S');
          await eventually('the file is mended', async () =>
            /^description: (["'])Sorts mail: newest first\. Use it for an inbox\.\1$/m.test(
              await readFile(file, 'utf8'),
            ),
          );
          // It is nothing but what the person has saved.
          await skills.row(new RegExp(`^${faulty}, not used yet$`)).waitFor();
          assert.deepEqual((await stateOf({ folder, home }, faulty)).diagnostics, []);
        },
      },
      {
        name: 'by domain every skill is there, too',
        run: async ({ workbench }) => {
          const { skills } = workbench;
          // The only group of a small library that stands by source.
          const domains = skills.row(/^(?!To review).*\d skills?$/);
          assert.equal(await domains.count(), 0);
          await workbench.command('Memento: Group Skills by Domain');
          await domains.first().waitFor();
          const grouped = await names(skills);
          for (const skill of [own, arrived, imported, faulty]) assert.ok(grouped.includes(skill), skill);
          await workbench.command('Memento: Group Skills by Source');
          await domains.first().waitFor({ state: 'detached' });
        },
      },
      {
        name: 'Archive takes a skill out of the library, Restore brings it back',
        run: async ({ workbench, folder }) => {
          const { skills } = workbench;
          const before = await readFile(skillFile(folder, imported), 'utf8');
          await skills.choose(new RegExp(`^${imported}, `), 'Archive Skill…');
          await workbench.confirm(`Archive “${imported}”?`, 'Archive');
          await skills.expand(/^Archived, 1 skill$/);
          await skills.row(`${imported}, archived`).waitFor();
          assert.ok(!existsSync(path.dirname(skillFile(folder, imported))));
          await skills.act(`${imported}, archived`, 'Restore Version', workbench.dialog('Restore v1'));
          await workbench.confirm(`Restore v1 of “${imported}”?`, 'Restore');
          await skills.row(new RegExp(`^${imported}, .*not used yet`)).waitFor();
          await skills.row('Archived').waitFor({ state: 'detached' });
          assert.equal(await readFile(skillFile(folder, imported), 'utf8'), before);
        },
      },
    ],
  };
}

/**
 * A skill as the command line tells it.
 * @param {{ folder: string, home: string }} where
 * @param {string} skill
 */
async function stateOf(where, skill) {
  const found = (await mementoList(where, ['skills', 'list'])).find(({ name }) => name === skill);
  assert.ok(found, `${skill} is listed`);
  return found;
}

/** Names of the skills in sight. @param {import('../tree.mjs').Tree} tree */
async function names(tree) {
  const rows = await tree.rows();
  return rows.filter((row) => /^[a-z-]+, /.test(row)).map((row) => row.split(', ', 1)[0]);
}
