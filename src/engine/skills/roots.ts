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

/** Where the agents look (reference/anchors.md B.3), in order of priority: what several share comes first, the workspace before the home folder. */
export const knownSources: readonly KnownSource[] = [
  {
    source: '.agents/skills',
    hosts: ['GitHub Copilot', 'Codex', 'Cursor', 'Gemini CLI', 'Cline', 'Roo Code', 'OpenCode', 'Amp', 'Goose'],
  },
  { source: '.github/skills', hosts: ['GitHub Copilot'] },
  { source: '.claude/skills', hosts: ['Claude Code', 'GitHub Copilot', 'Cline', 'OpenCode'] },
  {
    source: '~/.agents/skills',
    hosts: ['GitHub Copilot', 'Codex', 'Cursor', 'Gemini CLI', 'Cline', 'Roo Code', 'OpenCode', 'Amp', 'Goose'],
  },
  { source: '~/.copilot/skills', hosts: ['GitHub Copilot'] },
  { source: '~/.claude/skills', hosts: ['Claude Code', 'GitHub Copilot', 'OpenCode'] },
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
