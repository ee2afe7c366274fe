import * as vscode from 'vscode';
import type { Place } from '../../protocol.js';
import type {
  HunkTarget,
  ImportSources,
  ImportTarget,
  ProposalTarget,
  RunTarget,
  SkillTarget,
  TaskTarget,
  VersionTarget,
} from './table.js';

/** What menus and key bindings really pass is unknown: these keep what has the right form and drop the rest. */
const field = (value: unknown, name: string): string | undefined => {
  if (typeof value !== 'object' || value === null || !(name in value)) return undefined;
  const found = (value as Record<string, unknown>)[name];
  return typeof found === 'string' && found !== '' ? found : undefined;
};

export function asRun(value: unknown): RunTarget | undefined {
  const run = field(value, 'run');
  return run === undefined ? undefined : { run };
}

/** Where in the run. */
export function asPlace(value: unknown): Place | undefined {
  const at = typeof value === 'object' && value !== null && 'at' in value ? value.at : undefined;
  if (at === 'check') return at;
  if (typeof at !== 'object' || at === null || !('step' in at)) return undefined;
  const { step } = at;
  return typeof step === 'number' && Number.isInteger(step) && step > 0 ? { step } : undefined;
}

export function asSkill(value: unknown): SkillTarget | undefined {
  const folder = field(value, 'folder');
  const skill = field(value, 'skill');
  return folder === undefined || skill === undefined ? undefined : { folder, skill };
}

/** Path of the SKILL.md of a row, where the row says it. */
export function asSkillPath(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !('view' in value)) return undefined;
  const { view } = value;
  return typeof view === 'object' && view !== null && 'skill' in view ? field(view.skill, 'path') : undefined;
}

export function asVersion(value: unknown): VersionTarget | undefined {
  const target = asSkill(value);
  if (!target || typeof value !== 'object' || value === null || !('version' in value)) return undefined;
  const { version } = value;
  return typeof version === 'number' && Number.isInteger(version) && version > 0 ? { ...target, version } : undefined;
}

export function asImport(value: unknown): ImportTarget | undefined {
  const folder = field(value, 'folder');
  const id = field(value, 'import');
  return folder === undefined || id === undefined ? undefined : { folder, import: id };
}

export function asSources(value: unknown): ImportSources | undefined {
  if (typeof value !== 'object' || value === null || !('sources' in value) || !Array.isArray(value.sources))
    return undefined;
  const sources = value.sources.filter((one) => one instanceof vscode.Uri);
  const folder = field(value, 'folder');
  return sources.length === 0 ? undefined : { sources, ...(folder === undefined ? {} : { folder }) };
}

export function asProposal(value: unknown): ProposalTarget | undefined {
  const proposal = field(value, 'proposal');
  return proposal === undefined ? undefined : { proposal };
}

export function asHunk(value: unknown): HunkTarget | undefined {
  const edit = field(value, 'edit');
  const target = asProposal(value);
  return edit === undefined || !target ? undefined : { ...target, edit };
}

export function asTask(value: unknown): TaskTarget | undefined {
  const prompt = field(value, 'prompt')?.trim();
  const check = field(value, 'check')?.trim();
  if (!prompt) return undefined;
  return check ? { prompt, check } : { prompt };
}
