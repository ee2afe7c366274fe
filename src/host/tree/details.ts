import path from 'node:path';
import type { Diagnostic, Skill, SkillVersion } from '../../engine/skills/skill.js';
import type { SkillView } from '../library/folderView.js';
import { proposalNode, runNode, type Node } from './node.js';

/** What stands below a row that is no group. The versions of a history are not here: they have to be read, see {@link versionNodes}. */
export function detailsOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'skill':
      return skillDetails(node.folder, node.id, node.view);
    case 'broken':
      return problems(node.folder, node.id, node.broken.path, node.broken.diagnostics);
    case 'import':
      return importDetails(node);
    case 'files':
    case 'uses':
      return node.rows;
    default:
      return [];
  }
}

function skillDetails(folder: string, id: string, view: SkillView): readonly Node[] {
  const { skill, proposals, runs, facts, shadowed } = view;
  const dir = path.dirname(skill.path);
  const files = skill.files.map((file): Node => ({
    id: `file ${id} ${file.path}`,
    kind: 'file',
    folder,
    file,
    path: path.join(dir, file.path),
  }));
  const about = skill.description.trim();
  return [
    ...(about === '' ? [] : [{ id: `about ${id}`, kind: 'about', folder, text: about } as const]),
    ...proposals.map((value) => proposalNode(folder, id, value, false)),
    ...problems(folder, id, skill.path, skill.diagnostics),
    { id: `files ${id}`, kind: 'files', folder, files: skill.files, rows: files },
    ...(facts && !shadowed ? [historyNode(folder, id, skill, facts.version)] : []),
    ...(runs.length === 0
      ? []
      : [{ id: `uses ${id}`, kind: 'uses', folder, runs, rows: runs.map((run) => runNode(folder, id, run)) } as const]),
  ];
}

function importDetails({ id, folder, value }: Extract<Node, { kind: 'import' }>): readonly Node[] {
  const files = value.files.map((file): Node => ({
    id: `file ${id} ${file.path}`,
    kind: 'importFile',
    folder,
    file,
    from: value,
  }));
  const about = value.description.trim();
  return [
    ...(about === '' ? [] : [{ id: `about ${id}`, kind: 'about', folder, text: about } as const]),
    { id: `origin ${id}`, kind: 'origin', folder, value },
    ...problems(folder, id, undefined, value.diagnostics),
    ...value.skipped.map((what): Node => ({ id: `skipped ${id} ${what}`, kind: 'skipped', folder, what })),
    { id: `files ${id}`, kind: 'files', folder, files: value.files, rows: files },
  ];
}

const problems = (
  folder: string,
  id: string,
  file: string | undefined,
  diagnostics: readonly Diagnostic[],
): readonly Node[] =>
  diagnostics.map((diagnostic, index) => ({
    id: `problem ${id} ${index} ${diagnostic.code}`,
    kind: 'problem',
    folder,
    path: file,
    diagnostic,
  }));

const historyNode = (folder: string, id: string, { name, tree }: Skill, latest: number): Node => ({
  id: `history ${id}`,
  kind: 'history',
  folder,
  skill: name,
  tree,
  latest,
});

/**
 * Versions newest first, the one that is in the folder now marked.
 * @param node the history of a skill, or a removed skill
 */
export function versionNodes(
  node: Extract<Node, { kind: 'history' | 'archived' }>,
  versions: readonly SkillVersion[],
): readonly Node[] {
  const { id, folder, skill } = node;
  if (versions.length === 0) return [{ id: `unrecorded ${id}`, kind: 'unrecorded', folder }];
  const current = node.kind === 'history' ? versions.findLast((one) => one.tree === node.tree)?.version : undefined;
  return versions.toReversed().map((value) => ({
    id: `version ${id} ${value.version}`,
    kind: 'version',
    folder,
    skill,
    version: value.version,
    value,
    current: value.version === current,
  }));
}
