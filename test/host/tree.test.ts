import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as vscode from 'vscode';
import type { ImportSources } from '../../src/host/commands/table.js';
import type { FolderEngine } from '../../src/host/engines/engines.js';
import type { Parts } from '../../src/host/parts.js';
import { versionNodes } from '../../src/host/tree/details.js';
import { DropSkills } from '../../src/host/tree/dropSkills.js';
import { Items } from '../../src/host/tree/items.js';
import type { Node } from '../../src/host/tree/node.js';
import { childrenOf, skillRoots } from '../../src/host/tree/nodes.js';
import { SkillsList } from '../../src/host/tree/skillsList.js';
import { treeCommands } from '../../src/host/tree/treeCommands.js';
import { activated, eventually, skillFile, workspaceFolder, writeSkill } from './support.js';

const name = 'tree-skill';
const text = `---\nname: ${name}\ndescription: Sums up shifts. For the roster.\n---\n\nAdd up.\n`;
const items = new Items(vscode.Uri.file('/media'));
const labelOf = (node: Node): string => {
  const { label } = items.of(node);
  return typeof label === 'string' ? label : (label?.label ?? '');
};

describe('the rows of the skills tree in the editor', () => {
  let parts: Parts;
  let engine: FolderEngine;
  const foreign = (): string => path.join(workspaceFolder().uri.fsPath, '.claude', 'skills', 'foreign-skill');
  const rows = async (): Promise<readonly Node[]> =>
    skillRoots(await parts.library.read()).flatMap((node) => (node.kind === 'group' ? [node, ...node.rows] : [node]));
  const find = async (wanted: string): Promise<Node> => {
    const found = (await rows()).find((node) => node.kind !== 'group' && labelOf(node) === wanted);
    assert.ok(found, `${wanted} is in the tree`);
    return found;
  };

  before(async () => {
    parts = await activated();
    engine = await parts.engines.of(workspaceFolder());
    await parts.library.read();
    await writeSkill(engine, name, text);
    await eventually('the skill in the tree', () => find(name));
  });
  after(async () => {
    await rm(path.dirname(skillFile(name)), { recursive: true, force: true });
    await rm(path.dirname(path.dirname(foreign())), { recursive: true, force: true });
  });

  it('say in their context what can be done with a skill', async () => {
    await engine.engine.trust([name]);
    const context = async (): Promise<readonly string[]> => items.of(await find(name)).contextValue?.split(' ') ?? [];
    await eventually('it is looked at', async () => !(await context()).includes('review'));
    assert.deepEqual(await context(), ['skill', 'own', 'versions', 'unlocked']);
    await engine.engine.lock(name, true);
    await eventually('it is locked', async () => (await context()).includes('locked'));
    assert.match(String(items.of(await find(name)).description), /locked$/);
    await engine.engine.lock(name, false);
    await eventually('it is not', async () => (await context()).includes('unlocked'));
  });

  it('list description, files and versions below it, each opened by a click', async () => {
    const [about, files, history] = childrenOf(await find(name));
    assert.equal(items.of(about!).label, 'Sums up shifts.');
    assert.match((items.of(about!).tooltip as vscode.MarkdownString).value, /For the roster/);
    const [file] = childrenOf(files!);
    assert.equal(items.of(file!).label, 'SKILL.md');
    const [target] = items.of(file!).command?.arguments as [vscode.Uri];
    assert.equal(target.fsPath, skillFile(name));
    assert.ok(history?.kind === 'history');
    const versions = versionNodes(history, await parts.library.versions(history.folder, name));
    const first = items.of(versions.at(-1)!);
    assert.equal(first.label, 'v1');
    assert.match(first.contextValue ?? '', /^version\b.*\bcurrent\b/);
    assert.equal(first.command?.command, 'memento.openVersion');
    assert.deepEqual(first.command.arguments, [{ folder: engine.folder.uri.fsPath, skill: name, version: 1 }]);
  });

  it('list skills of another agent in a group of their own, to be reviewed and nothing else', async () => {
    await mkdir(foreign(), { recursive: true });
    await writeFile(path.join(foreign(), 'SKILL.md'), '---\nname: foreign-skill\ndescription: From elsewhere.\n---\n');
    await eventually('the group', async () =>
      (await rows()).some((node) => node.kind === 'group' && labelOf(node) === '.claude/skills'),
    );
    const groups = (await rows()).filter(({ kind }) => kind === 'group').map((node) => items.of(node));
    const group = groups.find(({ label }) => label === '.claude/skills')!;
    assert.equal(group.description, '1 skill, read-only');
    assert.ok(typeof group.tooltip === 'string' && group.tooltip.includes('Claude Code'));
    // Below the proposals that other tests may have left.
    const roots = skillRoots(await parts.library.read()).filter(({ kind }) => kind === 'group');
    const first = roots.map(labelOf).find((label) => label !== 'Proposals');
    assert.equal(first, 'To review', 'what waits stands first');
    const item = items.of(await find('foreign-skill'));
    assert.deepEqual(item.contextValue?.split(' '), ['skill', 'foreign', 'versions', 'review']);
    assert.match(item.accessibilityInformation?.label ?? '', /to review/);
  });

  it('have a name for screen readers, each', async () => {
    const seen = (nodes: readonly Node[]): readonly Node[] =>
      nodes.flatMap((node) => [node, ...(node.kind === 'history' ? [] : seen(childrenOf(node)))]);
    for (const node of seen(skillRoots(await parts.library.read())))
      assert.ok(items.of(node).accessibilityInformation?.label, `${node.kind} ${node.id}`);
  });

  it('are filtered and grouped by the commands of the view', async () => {
    const list = new SkillsList(parts.library, (input) => parts.cluster(input));
    const commands = treeCommands(list, parts.library);
    const changes: (Node | undefined)[] = [];
    const listening = list.onDidChange((node) => changes.push(node));
    try {
      list.setFilter('shifts roster');
      assert.equal(changes.length, 1);
      const views = await parts.library.read();
      assert.deepEqual(
        skillRoots(views, await list.shape())
          .flatMap((node) => (node.kind === 'group' ? node.rows : [node]))
          .map(labelOf),
        [name],
      );
      assert.equal((await list.counts()).found, 1);
      commands['memento.clearFilter']?.(undefined);
      assert.equal(list.filter.text, '');
      await commands['memento.groupByDomain']?.(undefined);
      assert.ok(list.byDomain);
      const shape = await list.shape();
      const grouped = shape.clusters?.get(engine.folder.uri.fsPath) ?? [];
      assert.ok(grouped.flatMap(({ skills }) => skills).includes(name), 'the worker grouped it');
      await commands['memento.groupBySource']?.(undefined);
      assert.ok(!list.byDomain);
    } finally {
      listening.dispose();
      list.dispose();
    }
  });

  it('take folders and packed skills that are dropped on them, nothing else', async () => {
    const dropped: ImportSources[] = [];
    const drop = new DropSkills((sources) => dropped.push(sources), parts.reporter);
    const data = new vscode.DataTransfer();
    const folder = vscode.Uri.file(path.dirname(skillFile(name)));
    const notes = vscode.Uri.file(skillFile(name));
    data.set('text/uri-list', new vscode.DataTransferItem([folder, notes].map(String).join('\r\n')));
    drop.handleDrop(await find(name), data, new vscode.CancellationTokenSource().token);
    await eventually('the drop', () => dropped.length === 1);
    assert.deepEqual(
      dropped[0]?.sources.map(({ fsPath }) => fsPath),
      [folder.fsPath],
    );
    assert.equal(dropped[0].folder, engine.folder.uri.fsPath);
  });
});
