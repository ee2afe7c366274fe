import * as vscode from 'vscode';
import { CancelledError } from '../../engine/errors.js';
import { Disposables } from '../common/disposables.js';
import { requireWritable } from './folderSkills.js';
import type { ReviewItem } from './reviewItem.js';

/** Reviews that are open in an editor, so that *Trust* in its title knows what was looked at. */
export class Reviewing implements vscode.Disposable {
  private readonly owned = new Disposables();
  /** By the title of the comparison. */
  private readonly open = new Map<string, ReviewItem>();

  constructor() {
    const update = (): void => {
      void vscode.commands.executeCommand('setContext', 'memento.reviewing', this.inFront !== undefined);
    };
    this.owned.add(vscode.window.tabGroups.onDidChangeTabs(update));
    this.owned.add(vscode.window.tabGroups.onDidChangeTabGroups(update));
  }

  /** What the editor in front is a review of. */
  get inFront(): ReviewItem | undefined {
    const tab = vscode.window.tabGroups.activeTabGroup.activeTab;
    return [...this.open].find(([title]) => tab && isOf(tab, title))?.[1];
  }

  /** @param title of the comparison */
  opened(title: string, item: ReviewItem): void {
    this.open.set(title, item);
    void vscode.commands.executeCommand('setContext', 'memento.reviewing', this.inFront !== undefined);
  }

  /**
   * Trusts what the person has looked at, each exactly as it was shown to them.
   * @returns the names that may be used now
   * @throws {HumanError} when one has changed since
   */
  async trust(items: readonly ReviewItem[]): Promise<readonly string[]> {
    if (items.length === 0) throw new CancelledError();
    const done: string[] = [];
    for (const folder of new Set(items.map((item) => item.folder))) {
      const here = items.filter((item) => item.folder === folder);
      await requireWritable(folder.engine, here.some(({ origin }) => 'quarantined' in origin) ? 'library' : 'state');
      const seen = new Map(here.map(({ key, tree }) => [key, tree]));
      done.push(...(await folder.engine.trust([...seen.keys()], seen)));
    }
    await this.close(items);
    return done;
  }

  private async close(items: readonly ReviewItem[]): Promise<void> {
    const titles = [...this.open].flatMap(([title, { folder, key }]) =>
      items.some((item) => item.folder === folder && item.key === key) ? [title] : [],
    );
    for (const title of titles) this.open.delete(title);
    const tabs = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter((tab) => titles.some((title) => isOf(tab, title)));
    // A file the person is typing in stays open.
    await vscode.window.tabGroups.close(
      tabs.filter(({ isDirty }) => !isDirty),
      true,
    );
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** The editor for several files adds their number to the title. */
const isOf = ({ label }: vscode.Tab, title: string): boolean => label === title || label.startsWith(`${title} (`);
