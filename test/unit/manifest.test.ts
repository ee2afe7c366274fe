import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { knownSources } from '../../src/engine/skills/roots.js';
import { commandIds } from '../../src/host/commands/table.js';

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string; readonly restrictedConfigurations: readonly string[] };
    readonly virtualWorkspaces: { readonly supported: boolean };
  };
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly keybindings: readonly MenuEntry[];
    readonly views: Readonly<Record<string, readonly { readonly id: string }[]>>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly chatSkills: readonly { readonly path: string }[];
    readonly configuration: {
      readonly properties: Readonly<
        Record<
          string,
          {
            readonly scope: string;
            readonly markdownDescription: string;
            readonly default: unknown;
            readonly properties?: Readonly<Record<string, { readonly description: string }>>;
          }
        >
      >;
    };
  };
}

const read = (file: string): unknown => JSON.parse(readFileSync(file, 'utf8'));
const manifest = read('package.json') as Manifest;
const english = read('package.nls.json') as Readonly<Record<string, string>>;
const { contributes } = manifest;
/** What rows of the trees say of themselves (`contextValue`). */
const rowWords: readonly string[] = [
  ...[
    'skill',
    'own',
    'elementary',
    'foreign',
    'versions',
    'review',
    'reviews',
    'locked',
    'unlocked',
    'published',
    'shadowed',
  ],
  ...[
    'import',
    'archived',
    'version',
    'current',
    'file',
    'run',
    'undoable',
    'proposal',
    'proposals',
    'decided',
    'more',
  ],
];
const sorted = (names: Iterable<string>): string[] => [...names].sort();

describe('package.json', () => {
  it('declares exactly the commands of the command table', () => {
    assert.deepEqual(sorted(contributes.commands.map(({ command }) => command)), sorted(commandIds));
  });

  it('puts every command into the category Memento', () => {
    assert.deepEqual(
      contributes.commands.filter(({ category }) => category !== 'Memento'),
      [],
    );
  });

  it('names only declared commands in menus, keys and welcome views', () => {
    const known = new Set<string>(commandIds);
    const named = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(
      ({ command }) => command,
    );
    const linked = Object.values(english).flatMap((value) =>
      [...value.matchAll(/\(command:(memento\.[^)]+)\)/g)].map(([, id]) => id ?? ''),
    );
    assert.deepEqual(
      [...named, ...linked].filter((command) => !known.has(command)),
      [],
    );
    assert.ok(linked.length >= 4);
  });

  it('shows commands of the diff editor only there', () => {
    const inDiff = ['memento.acceptHunk', 'memento.rejectHunk', 'memento.nextHunk', 'memento.previousHunk'];
    const palette = new Map(contributes.menus.commandPalette?.map(({ command, when }) => [command, when]));
    for (const command of inDiff) assert.match(palette.get(command) ?? '', /memento-proposal/, command);
    for (const { command, when } of [...contributes.menus['editor/title']!, ...contributes.keybindings])
      assert.match(when ?? '', /resourceScheme == memento-proposal|memento\.reviewing/, command);
  });

  it('asks rows only for words that they say of themselves', () => {
    const asked = new Set(
      contributes.menus['view/item/context']!.flatMap(({ when }) =>
        [...(when ?? '').matchAll(/viewItem =~ \/\\b(.+?)\\b\//g)].map(([, token]) => token ?? ''),
      ),
    );
    assert.ok(asked.size > 10);
    assert.deepEqual(
      [...asked].filter((token) => !rowWords.includes(token)),
      [],
    );
    for (const { command, when } of contributes.menus['view/item/context']!)
      assert.match(when ?? '', /viewItem =~/, command);
  });

  it('offers each command once in a group of a row', () => {
    const seen = contributes.menus['view/item/context']!.map(
      ({ command, when, group }) => `${command} ${when} ${group?.split('@', 1)[0] === 'inline' ? 'inline' : 'menu'}`,
    );
    assert.equal(new Set(seen).size, seen.length);
  });

  it('brings the elementary skills to the agents of VS Code', () => {
    assert.deepEqual(
      sorted(contributes.chatSkills.map(({ path }) => path)),
      sorted(readdirSync('skills-template').map((name) => `./skills-template/${name}/SKILL.md`)),
    );
    for (const { path } of contributes.chatSkills) assert.ok(existsSync(path), path);
  });

  it('switches all sources of skills on by default', () => {
    assert.deepEqual(contributes.configuration.properties['memento.skillSources']?.default, {});
  });

  it('names the sources of skills that are known, with the agents that read them', () => {
    const { properties } = contributes.configuration.properties['memento.skillSources']!;
    assert.deepEqual(
      Object.entries(properties!).map(([source, { description }]) => [source, description]),
      knownSources.map(({ source, hosts }) => [source, hosts.join(', ')]),
    );
  });

  it('writes every sentence in package.nls.json and uses all that stand there', () => {
    const used = sorted(
      new Set([...readFileSync('package.json', 'utf8').matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key!)),
    );
    assert.deepEqual(used, sorted(Object.keys(english)));
    for (const { title } of contributes.commands) assert.match(title, /^%.+%$/);
  });

  it('is translated completely, with the same commands and settings named', () => {
    const translations = readdirSync('.').filter((name) => /^package\.nls\.[a-z-]+\.json$/.test(name));
    assert.deepEqual(sorted(translations), ['package.nls.ko.json', 'package.nls.zh-cn.json']);
    const links = (value: string): string[] =>
      sorted([...value.matchAll(/\(command:[^)]+\)|`[^`]+`/g)].map(([all]) => all));
    for (const file of translations) {
      const translated = read(file) as Readonly<Record<string, string>>;
      assert.deepEqual(sorted(Object.keys(translated)), sorted(Object.keys(english)), file);
      for (const [key, value] of Object.entries(english)) {
        assert.notEqual(translated[key]?.trim(), '', `${file}: ${key}`);
        assert.deepEqual(links(translated[key]!), links(value), `${file}: ${key}`);
      }
    }
  });

  it('keeps every setting out of the reach of a workspace, but the command that tests it, which the person must allow', () => {
    const properties = Object.entries(contributes.configuration.properties);
    assert.ok(properties.length >= 5);
    assert.deepEqual(
      properties.flatMap(([name, { scope }]) => (scope === 'application' ? [] : [[name, scope]])),
      [['memento.feedback.command', 'resource']],
    );
    assert.deepEqual(
      sorted(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations),
      sorted(properties.map(([name]) => name)),
    );
  });

  it('limits itself in untrusted workspaces and stays out of virtual ones', () => {
    assert.equal(manifest.capabilities.untrustedWorkspaces.supported, 'limited');
    assert.equal(manifest.capabilities.virtualWorkspaces.supported, false);
  });

  it('never changes the defaults of other settings', () => {
    assert.equal('configurationDefaults' in contributes, false);
  });

  it('is activated for restored panels and diffs', () => {
    for (const event of ['onWebviewPanel:memento.panel', 'onFileSystem:memento-base', 'onFileSystem:memento-proposal'])
      assert.ok(manifest.activationEvents.includes(event), event);
    assert.equal(manifest.activationEvents.includes('*'), false);
  });

  it('has its pictures, a ring for every eighth in both themes', () => {
    for (const file of [manifest.icon, ...contributes.viewsContainers.activitybar.map(({ icon }) => icon)])
      assert.ok(existsSync(file), file);
    for (const theme of ['dark', 'light'])
      for (const ring of ['few', 0, 1, 2, 3, 4, 5, 6, 7, 8])
        assert.ok(existsSync(`media/ring/${theme}/${ring}.svg`), `${theme} ${ring}`);
  });

  it('types the API of the oldest VS Code it runs in', () => {
    const oldest = /^\^(\d+\.\d+)\./.exec(manifest.engines.vscode)?.[1];
    assert.ok(oldest);
    assert.ok(manifest.devDependencies['@types/vscode']?.startsWith(`~${oldest}.`));
  });
});
