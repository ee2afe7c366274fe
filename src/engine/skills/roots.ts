import path from 'node:path';
import type { ForeignSource } from './skill.js';

/** A folder whose direct subfolders are skills. */
export interface SkillRoot {
  /** As it is shown and switched off: `.claude/skills`, `~/.claude/skills`. */
  readonly source: ForeignSource;
  /** Absolute path. */
  readonly dir: string;
  readonly scope: 'workspace' | 'home';
  /** Agents that read it, for the hover. */
  readonly hosts: readonly string[];
}

/** A folder that some agent reads, as settings name it. */
export interface KnownSource {
  readonly source: ForeignSource;
  readonly hosts: readonly string[];
}

/** Agents that read `.agents/skills` in a project, the folder the standard proposes for all. */
const shared = [
  'GitHub Copilot',
  'Codex',
  'Cursor',
  'Gemini CLI',
  'Cline',
  'Roo Code',
  'Kilo Code',
  'OpenCode',
  'Augment',
  'Amp',
  'Goose',
];

/**
 * Where agents look (reference/anchors.md B.3 and their documentation), in order of priority: the workspace before the home folder, what
 * several agents share before what is one agent's own. `~/.hermes/skills` is not among them: its skills lie a level deeper, in categories.
 */
export const knownSources: readonly KnownSource[] = [
  { source: '.agents/skills', hosts: shared },
  { source: '.github/skills', hosts: ['GitHub Copilot'] },
  {
    source: '.claude/skills',
    hosts: ['Claude Code', 'GitHub Copilot', 'Cursor', 'Cline', 'Kilo Code', 'OpenCode', 'Augment', 'Goose'],
  },
  { source: '.cursor/skills', hosts: ['Cursor'] },
  { source: '.codex/skills', hosts: ['Cursor'] },
  { source: '.gemini/skills', hosts: ['Gemini CLI'] },
  { source: '.cline/skills', hosts: ['Cline'] },
  { source: '.clinerules/skills', hosts: ['Cline'] },
  { source: '.roo/skills', hosts: ['Roo Code'] },
  { source: '.kilo/skills', hosts: ['Kilo Code'] },
  { source: '.kilocode/skills', hosts: ['Kilo Code'] },
  { source: '.opencode/skills', hosts: ['OpenCode'] },
  { source: '.augment/skills', hosts: ['Augment'] },
  { source: '.goose/skills', hosts: ['Goose'] },
  {
    source: '~/.agents/skills',
    hosts: ['GitHub Copilot', 'Codex', 'Cursor', 'Gemini CLI', 'Cline', 'Roo Code', 'OpenCode', 'Augment'],
  },
  { source: '~/.config/agents/skills', hosts: ['Amp', 'Goose'] },
  { source: '~/.copilot/skills', hosts: ['GitHub Copilot'] },
  { source: '~/.claude/skills', hosts: ['Claude Code', 'GitHub Copilot', 'Cursor', 'OpenCode', 'Augment', 'Goose'] },
  { source: '~/.cursor/skills', hosts: ['Cursor'] },
  { source: '~/.codex/skills', hosts: ['Codex', 'Cursor'] },
  { source: '~/.gemini/skills', hosts: ['Gemini CLI'] },
  { source: '~/.cline/skills', hosts: ['Cline'] },
  { source: '~/.roo/skills', hosts: ['Roo Code'] },
  { source: '~/.kilo/skills', hosts: ['Kilo Code'] },
  { source: '~/.kilocode/skills', hosts: ['Kilo Code'] },
  { source: '~/.config/opencode/skills', hosts: ['OpenCode'] },
  { source: '~/.augment/skills', hosts: ['Augment'] },
  { source: '~/.config/goose/skills', hosts: ['Goose'] },
];

export interface RootOptions {
  /** Absolute path of the workspace folder. */
  readonly workspace: string;
  /** Absolute path of the person's home folder; absent: its folders are not looked at. */
  readonly userHome?: string | undefined;
  /** Sources that are switched off. */
  readonly disabled?: readonly string[] | undefined;
}

/** The folders to look at, in order of priority; most of them do not exist. A workspace that is the home folder has each once. */
export function rootsOf({ workspace, userHome, disabled = [] }: RootOptions): readonly SkillRoot[] {
  const roots = new Map<string, SkillRoot>();
  for (const { source, hosts } of knownSources) {
    if (disabled.includes(source)) continue;
    const scope = source.startsWith('~/') ? 'home' : 'workspace';
    const base = scope === 'home' ? userHome : workspace;
    if (base === undefined) continue;
    const dir = path.resolve(base, ...source.replace('~/', '').split('/'));
    if (!roots.has(dir)) roots.set(dir, { source, dir, scope, hosts });
  }
  return [...roots.values()];
}
