import type { Uri } from 'vscode';
import type { Place } from '../../protocol.js';

/** Points at a run. */
export interface RunTarget {
  readonly run: string;
  readonly at?: Place;
}

/** Points at a skill of a workspace folder, by the folder's path. */
export interface SkillTarget {
  readonly folder: string;
  readonly skill: string;
}

/** Points at a SKILL.md: of several skills of one name, only the file tells which is meant. */
export interface SkillFileTarget extends SkillTarget {
  readonly view?: { readonly skill: { readonly path: string } };
}

/** Points at a version of a skill, counted from 1. */
export interface VersionTarget extends SkillTarget {
  readonly version: number;
}

/** Points at an import that waits for a look, by its id. */
export interface ImportTarget {
  readonly folder: string;
  readonly import: string;
}

/** Skills to import: folders or zip files, as they are dropped. Without them the person is asked. */
export interface ImportSources {
  readonly sources: readonly Uri[];
  /** Path of the workspace folder whose library gets them. */
  readonly folder?: string;
}

/** Points at a proposal. */
export interface ProposalTarget {
  readonly proposal: string;
}

/** Points at one edit of a proposal under review; see `blockKey`. */
export interface HunkTarget extends ProposalTarget {
  readonly edit: string;
}

/** A task given to the command instead of typed: then nothing is asked but the folder, where there are several. */
export interface TaskTarget {
  readonly prompt: string;
  readonly check?: string;
}

/**
 * Every command and its arguments. All arguments can be left out: the palette gives none. Menus add arguments of their own (a resource,
 * the selected nodes), so handlers narrow what they get with `targets.ts`.
 */
export interface CommandTable {
  'memento.solveTask': [target?: TaskTarget];
  'memento.cancelRun': [target?: RunTarget];
  'memento.undoRun': [target?: RunTarget];
  'memento.initLibrary': [];
  'memento.setApiKey': [];
  'memento.testConnection': [];
  'memento.usePracticeModel': [];
  'memento.configureModel': [];
  'memento.goToApproval': [];
  'memento.showPanel': [];
  'memento.showLog': [];
  'memento.openSkill': [target?: SkillFileTarget];
  'memento.showHistory': [target?: SkillTarget];
  'memento.openRun': [target?: RunTarget];
  'memento.reviewProposal': [target?: ProposalTarget];
  'memento.acceptProposal': [target?: ProposalTarget];
  'memento.rejectProposal': [target?: ProposalTarget];
  'memento.acceptHunk': [target?: HunkTarget];
  'memento.rejectHunk': [target?: HunkTarget];
  'memento.applyAccepted': [target?: ProposalTarget];
  'memento.nextHunk': [];
  'memento.previousHunk': [];
  'memento.whyHunk': [target?: HunkTarget];
  'memento.runGate': [target?: ProposalTarget];
  'memento.rejectBecause': [reply?: unknown];
  'memento.showInbox': [];
  'memento.showRouter': [];
  'memento.trainRouter': [];
  'memento.explainRoute': [target?: TaskTarget];
  'memento.runBenchmark': [];
  'memento.showLearning': [];
  'memento.filterSkills': [];
  'memento.clearFilter': [];
  'memento.groupByDomain': [];
  'memento.groupBySource': [];
  'memento.refreshSkills': [];
  'memento.showMoreSkills': [group?: unknown];
  'memento.importSkills': [sources?: ImportSources];
  'memento.exportSkill': [target?: SkillTarget];
  'memento.adoptSkill': [target?: SkillTarget];
  'memento.publishSkill': [target?: SkillTarget];
  'memento.lockSkill': [target?: SkillTarget];
  'memento.unlockSkill': [target?: SkillTarget];
  'memento.archiveSkill': [target?: SkillTarget];
  'memento.restoreVersion': [target?: VersionTarget | SkillTarget];
  'memento.compareVersion': [target?: VersionTarget];
  'memento.openVersion': [target?: VersionTarget];
  'memento.undoAccept': [target?: ProposalTarget | VersionTarget];
  'memento.reviewSkill': [target?: SkillTarget];
  'memento.trustSkill': [target?: SkillTarget];
  'memento.reviewAll': [];
  'memento.reviewImport': [target?: ImportTarget];
  'memento.discardImport': [target?: ImportTarget];
  'memento.showConflict': [target?: ProposalTarget | VersionTarget];
}

export type CommandId = keyof CommandTable;

const listed: Readonly<Record<CommandId, true>> = {
  'memento.solveTask': true,
  'memento.cancelRun': true,
  'memento.undoRun': true,
  'memento.initLibrary': true,
  'memento.setApiKey': true,
  'memento.testConnection': true,
  'memento.usePracticeModel': true,
  'memento.configureModel': true,
  'memento.goToApproval': true,
  'memento.showPanel': true,
  'memento.showLog': true,
  'memento.openSkill': true,
  'memento.showHistory': true,
  'memento.openRun': true,
  'memento.reviewProposal': true,
  'memento.acceptProposal': true,
  'memento.rejectProposal': true,
  'memento.acceptHunk': true,
  'memento.rejectHunk': true,
  'memento.applyAccepted': true,
  'memento.nextHunk': true,
  'memento.previousHunk': true,
  'memento.whyHunk': true,
  'memento.runGate': true,
  'memento.rejectBecause': true,
  'memento.showInbox': true,
  'memento.showRouter': true,
  'memento.trainRouter': true,
  'memento.explainRoute': true,
  'memento.runBenchmark': true,
  'memento.showLearning': true,
  'memento.filterSkills': true,
  'memento.clearFilter': true,
  'memento.groupByDomain': true,
  'memento.groupBySource': true,
  'memento.refreshSkills': true,
  'memento.showMoreSkills': true,
  'memento.importSkills': true,
  'memento.exportSkill': true,
  'memento.adoptSkill': true,
  'memento.publishSkill': true,
  'memento.lockSkill': true,
  'memento.unlockSkill': true,
  'memento.archiveSkill': true,
  'memento.restoreVersion': true,
  'memento.compareVersion': true,
  'memento.openVersion': true,
  'memento.undoAccept': true,
  'memento.reviewSkill': true,
  'memento.trustSkill': true,
  'memento.reviewAll': true,
  'memento.reviewImport': true,
  'memento.discardImport': true,
  'memento.showConflict': true,
};

/** The ids of {@link CommandTable}; a test compares them with package.json. */
export const commandIds = Object.keys(listed) as readonly CommandId[];
