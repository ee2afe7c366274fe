import type { Cluster } from '../../engine/skills/clusters.js';
import type { FolderView } from '../library/folderView.js';
import { detailsOf } from './details.js';
import { noFilter, type Filter } from './filter.js';
import { listing } from './groups.js';
import { runNode, type Node } from './node.js';
import { Pages } from './pages.js';

/** How the person wants the skills listed. */
export interface Shape {
  readonly filter: Filter;
  /** Clusters of a folder, by its path; absent: by source. */
  readonly clusters?: ReadonlyMap<string, readonly Cluster[]>;
  readonly pages: Pages;
}

const plain: Shape = { filter: noFilter, pages: new Pages() };

/** Top rows of the skills tree. With several folders each stands on top. */
export function skillRoots(views: readonly FolderView[], shape: Shape = plain): readonly Node[] {
  const { filter, clusters, pages } = shape;
  const listed = views.map((view) => ({
    view,
    rows: listing(view, filter, clusters && (clusters.get(view.folder) ?? [])),
  }));
  const filled = listed.filter(({ rows }) => rows.length > 0);
  if (filled.length === 0)
    // Without a row VS Code would say that there are no skills at all.
    return filter.text === '' ? [] : [{ id: 'nothing', kind: 'nothing', folder: '', text: filter.text }];
  const [only] = listed;
  if (listed.length === 1 && only) return paged(only.rows, pages, only.view.folder, 'all skills');
  return filled.map(({ view, rows }) => ({
    id: `folder ${filter.text === '' ? '' : 'filtered '}${view.folder}`,
    kind: 'folder',
    folder: view.folder,
    view,
    rows,
  }));
}

/** Top rows of the history tree. */
export function runRoots(views: readonly FolderView[], { pages }: Shape = plain): readonly Node[] {
  const listed = views.map((view) => ({ view, rows: view.runs.map((run) => runNode(view.folder, '', run)) }));
  const [only] = listed;
  if (listed.length === 1 && only) return paged(only.rows, pages, only.view.folder, 'all runs');
  return listed
    .filter(({ rows }) => rows.length > 0)
    .map(({ view, rows }) => ({ id: `folder ${view.folder}`, kind: 'folder', folder: view.folder, view, rows }));
}

export function childrenOf(node: Node, { pages }: Shape = plain): readonly Node[] {
  const rows = node.kind === 'folder' || node.kind === 'group' ? node.rows : detailsOf(node);
  return paged(rows, pages, node.folder, node);
}

/**
 * The rows up to the page that is open, and a row for the rest. Groups at the top stay in sight whatever comes before them.
 * @param above the row they stand below, or a name for the top
 */
function paged(rows: readonly Node[], pages: Pages, folder: string, above: Node | string): readonly Node[] {
  const group = typeof above === 'string' ? above : above.id;
  const open = pages.of(group);
  const groups = rows.filter(({ kind }) => kind === 'group');
  const single = rows.length - groups.length;
  if (single <= open) return rows;
  const left = single - open;
  const more: Node = {
    id: `more ${group}`,
    kind: 'more',
    folder,
    of: typeof above === 'string' ? undefined : above,
    group,
    left,
  };
  if (groups.length === 0) return [...rows.slice(0, open), more];
  const before = rows.findIndex(({ kind }) => kind !== 'group');
  const last = rows.findLastIndex(({ kind }) => kind !== 'group');
  return [...rows.slice(0, before + open), more, ...rows.slice(last + 1)];
}
