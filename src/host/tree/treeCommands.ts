import * as vscode from 'vscode';
import type { Handlers } from '../commands/commands.js';
import type { LibraryModel } from '../library/libraryModel.js';
import { askFilter } from './askFilter.js';
import type { Node } from './node.js';
import type { SkillsList } from './skillsList.js';

/** The view of the skills, for progress. */
export const skillsView = 'memento.skills';

/** The commands of the skills view itself. */
export function treeCommands(list: SkillsList, model: LibraryModel): Handlers {
  const inView = <T>(work: () => Promise<T>): Thenable<T> =>
    vscode.window.withProgress({ location: { viewId: skillsView } }, work);
  return {
    'memento.filterSkills': () => askFilter(list),
    'memento.clearFilter': () => list.setFilter(''),
    'memento.groupByDomain': () => inView(() => list.setByDomain(true)),
    'memento.groupBySource': () => list.setByDomain(false),
    'memento.refreshSkills': () => inView(() => model.refresh()),
    'memento.showMoreSkills': (argument) => {
      if (isMore(argument)) list.more(argument);
    },
  };
}

const isMore = (value: unknown): value is Extract<Node, { kind: 'more' }> =>
  typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'more' && 'group' in value;
