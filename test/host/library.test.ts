import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { FolderEngine } from '../../src/host/engines/engines.js';
import type { Parts } from '../../src/host/parts.js';
import { RowDecorations } from '../../src/host/tree/decorations.js';
import { Items } from '../../src/host/tree/items.js';
import type { Node } from '../../src/host/tree/node.js';
import { childrenOf, skillRoots } from '../../src/host/tree/nodes.js';
import {
  activated,
  eventually,
  propose,
  skillFile,
  skillText,
  workspaceFolder,
  withSettings,
  writeSkill,
} from './support.js';
import { isOpen } from '../../src/engine/write/proposal.js';

const skill = (description: string): string => `---\nname: live-skill\ndescription: ${description}\n---\n\nBody.\n`;

describe('the skills tree', () => {
  let parts: Parts;
  let engine: FolderEngine;
  const items = new Items(vscode.Uri.file('/media'));
  /** The rows at the top, and those of groups that are unfolded: a skill that waits for a look stands only in its group. */
  const rows = async (): Promise<readonly Node[]> =>
    skillRoots(await parts.library.read()).flatMap((node) =>
      node.kind === 'group' && node.unfolded ? [node, ...node.rows] : [node],
    );
  const row = async (name: string): Promise<vscode.TreeItem> => {
    const node = (await rows()).find((one) => items.of(one).label === name);
    assert.ok(node, `${name} is in the tree`);
    return items.of(node);
  };
  const badge = ({ resourceUri }: vscode.TreeItem): string | undefined =>
    resourceUri && new RowDecorations().provideFileDecoration(resourceUri)?.badge;

  before(async () => {
    parts = await activated();
    engine = await parts.engines.of(workspaceFolder());
    await rows();
  });
  after(() => rm(path.dirname(skillFile('live-skill')), { recursive: true, force: true }));

  it('shows the skills of the folder', async () => {
    const item = await row('ledger-conventions');
    assert.equal(item.contextValue, 'skill own versions unlocked');
    assert.match(item.accessibilityInformation?.label ?? '', /^ledger-conventions/);
  });

  it('reads the folders of other agents that the setting leaves on, from one moment to the next', async () => {
    const foreign = path.join(workspaceFolder().uri.fsPath, '.claude/skills/foreign-skill');
    const isListed = async (): Promise<boolean> =>
      (await parts.library.read()).some(({ foreign: all }) =>
        all.some(({ skills }) => skills.some(({ skill: one }) => one.name === 'foreign-skill')),
      );
    await mkdir(foreign, { recursive: true });
    try {
      await writeFile(path.join(foreign, 'SKILL.md'), skill('From elsewhere.').replace('live-skill', 'foreign-skill'));
      await eventually('the skill of another agent', isListed);
      await withSettings({ skillSources: { '.claude/skills': false } }, () =>
        eventually('it is gone', async () => !(await isListed())),
      );
      await eventually('it is back', isListed);
    } finally {
      await rm(path.dirname(path.dirname(foreign)), { recursive: true, force: true });
    }
  });

  it('follows what happens on disk', async () => {
    await writeSkill(engine, 'live-skill', skill('First.'));
    await eventually('the new skill in the tree', () => row('live-skill'));
    const item = await row('live-skill');
    assert.match(String(item.description), /^not used yet/);
    assert.equal(badge(item), 'R', 'it came from outside');
    await engine.engine.trust(['live-skill']);
    await eventually('it is only new', async () => badge(await row('live-skill')) === 'N');

    await writeFile(skillFile('live-skill'), '---\nname: Other\n---\nBroken.\n');
    await eventually('it cannot be used', async () => (await row('live-skill')).description === 'cannot be used');
    assert.equal(badge(await row('live-skill')), '!');
    const broken = (await rows()).find(({ kind }) => kind === 'broken')!;
    assert.ok(childrenOf(broken).length > 0, 'its problems stand below it');

    await writeSkill(engine, 'live-skill', skill('Second.'));
    await eventually('it is back', async () => String((await row('live-skill')).description).endsWith('not used yet'));
    await rm(path.dirname(skillFile('live-skill')), { recursive: true });
    await eventually('it is gone', async () => !(await rows()).some((one) => items.of(one).label === 'live-skill'));
  });

  it('shows the text of others as text', async () => {
    await writeSkill(
      engine,
      'live-skill',
      skill('"A [link](command:workbench.action.quit) and <b>$(trash)</b> http://x.example"'),
    );
    const hover = async (): Promise<vscode.MarkdownString> =>
      (await row('live-skill')).tooltip as vscode.MarkdownString;
    await eventually('the new description', async () => (await hover()).value.includes('link'));
    const tip = await hover();
    assert.ok(!tip.isTrusted);
    assert.ok(!tip.supportHtml);
    assert.ok(!tip.supportThemeIcons);
    assert.ok(tip.value.includes(String.raw`\[link\]\(command\:workbench`), tip.value);
    assert.ok(tip.value.includes(String.raw`http\:\/\/x\.example`), tip.value);
  });

  it('marks a skill with a waiting proposal and shows it below', async () => {
    // What runs of other tests have led to waits as well.
    for (const one of (await engine.engine.proposals()).filter(isOpen)) await engine.engine.reject(one.id, undefined);
    await eventually('no badge yet', async () => badge(await row('ledger-conventions')) !== 'P');
    const text = await skillText('ledger-conventions');
    const { id } = await propose(engine, 'ledger-conventions', `${text}\nOne more line.\n`);
    // Proposals are made by the engine, which says so; this one was put into its store behind its back.
    await writeSkill(engine, 'live-skill', skill('Fifth.'));
    await eventually('the badge', async () => badge(await row('ledger-conventions')) === 'P');
    const node = (await rows()).find((one) => one.kind === 'skill' && one.skill === 'ledger-conventions')!;
    const below = childrenOf(node).find((one) => one.kind === 'proposal' && one.proposal === id)!;
    assert.equal(items.of(below).label, 'Proposal: 1 edit');
    await engine.engine.reject(id, 'made for a test');
    await eventually('no badge', async () => badge(await row('ledger-conventions')) !== 'P');
  });
});
