import * as vscode from 'vscode';
import { Disposables } from '../common/disposables.js';
import type { LibraryModel } from '../library/libraryModel.js';
import { Domains, type ClusterSkills } from './domains.js';
import { counts, filterOf, noFilter, type Filter } from './filter.js';
import type { Node } from './node.js';
import type { Shape } from './nodes.js';
import { Pages } from './pages.js';

/** How the person wants the skills listed: filter, grouping, open pages. */
export class SkillsList implements vscode.Disposable {
  private readonly owned = new Disposables();
  private readonly changed = this.owned.add(new vscode.EventEmitter<Node | undefined>());
  /** A row has other children now; without a row: everything. */
  readonly onDidChange = this.changed.event;
  private readonly domains: Domains;
  private readonly pages = new Pages();
  private grouped = false;
  private wanted: Filter = noFilter;

  constructor(
    private readonly model: LibraryModel,
    cluster: ClusterSkills,
  ) {
    this.domains = new Domains(cluster);
    this.owned.add(model.onDidChange(() => this.changed.fire(undefined)));
  }

  /** What the rows are made from now. */
  async shape(): Promise<Shape> {
    const { wanted: filter, pages } = this;
    if (!this.grouped) return { filter, pages };
    return { filter, pages, clusters: await this.domains.of(await this.model.read()) };
  }

  get filter(): Filter {
    return this.wanted;
  }

  setFilter(typed: string): void {
    const filter = filterOf(typed);
    if (filter.text === this.wanted.text) return;
    this.wanted = filter;
    this.pages.clear();
    void vscode.commands.executeCommand('setContext', 'memento.skillsFiltered', filter.text !== '');
    this.changed.fire(undefined);
  }

  get byDomain(): boolean {
    return this.grouped;
  }

  /** @throws whatever making the groups throws; the list stays as it was then */
  async setByDomain(grouped: boolean): Promise<void> {
    if (grouped) await this.domains.of(await this.model.read());
    this.grouped = grouped;
    this.pages.clear();
    void vscode.commands.executeCommand('setContext', 'memento.skillsByDomain', grouped);
    this.changed.fire(undefined);
  }

  /** Opens the next page of a group. @param node the row that stands for the rest */
  more(node: Extract<Node, { kind: 'more' }>): void {
    this.pages.more(node.group);
    this.changed.fire(node.of);
  }

  /** Skills the filter lets through, and all of them. */
  async counts(): Promise<{ readonly found: number; readonly all: number }> {
    const each = (await this.model.read()).map((view) => counts(view, this.wanted));
    return {
      found: each.reduce((sum, { found }) => sum + found, 0),
      all: each.reduce((sum, { all }) => sum + all, 0),
    };
  }

  dispose(): void {
    this.owned.dispose();
  }
}
