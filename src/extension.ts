import * as vscode from 'vscode';
import type { Disposable } from './engine/ports.js';
import { benchCommands } from './host/bench/benchCommands.js';
import { registerCommands } from './host/commands/commands.js';
import { skillCommands } from './host/library/skillCommands.js';
import { modelCommands } from './host/models/modelCommands.js';
import { Parts } from './host/parts.js';
import { registerProblems } from './host/problems/problems.js';
import { ReviewLenses } from './host/review/lens.js';
import { ReviewMarks } from './host/review/marks.js';
import { reviewCommands } from './host/review/reviewCommands.js';
import { registerReviewFiles } from './host/review/reviewFiles.js';
import { proposalScheme } from './host/review/uris.js';
import { routerCommands } from './host/router/routerCommands.js';
import { runCommands } from './host/runs/runCommands.js';
import { libraryCommands } from './host/skills/libraryCommands.js';
import { recordSaves } from './host/skills/saves.js';
import { followSources } from './host/skills/sourcesChanged.js';
import { StatusBar } from './host/status/statusBar.js';
import { registerTrees } from './host/tree/trees.js';

let parts: Parts | undefined;

/**
 * Registers every surface; the engine starts when it is first needed. In tests the parts are returned, so that a suite can answer what a
 * person would answer.
 */
export function activate(context: vscode.ExtensionContext): Parts | undefined {
  const begun = performance.now();
  parts = new Parts(context);
  context.subscriptions.push(parts);
  for (const [name, register] of Object.entries(surfaces(parts, context)))
    // One surface that fails must not take the others with it.
    try {
      context.subscriptions.push(register());
    } catch (error) {
      parts.log.error(`Registering ${name} failed`, error);
    }
  parts.log.info(`activated in ${Math.round(performance.now() - begun)} ms`);
  return context.extensionMode === vscode.ExtensionMode.Test ? parts : undefined;
}

/** Ends what runs, with everything it started. */
export async function deactivate(): Promise<void> {
  await parts?.stop();
}

function surfaces(host: Parts, { extensionUri }: vscode.ExtensionContext): Readonly<Record<string, () => Disposable>> {
  const { reporter, reviews, drafts, decider, engines, library, models, settings, keys, extensionId } = host;
  const showLog = { 'memento.showLog': () => host.channel.show() };
  return {
    'the log': () => registerCommands(showLog, reporter),
    'the model commands': () => registerCommands(modelCommands(models, settings, keys, extensionId), reporter),
    'the run commands': () =>
      registerCommands(runCommands(host.solver, host.runActions, host.panels, host.approvals), reporter),
    'the router commands': () => registerCommands(routerCommands(engines, host.trainings, host.panels), reporter),
    'the bench commands': () =>
      registerCommands(benchCommands(engines, models, host.panels, host.benchFiles), reporter),
    'the skill commands': () => registerCommands(skillCommands(library, engines), reporter),
    'the library commands': () => registerCommands(libraryCommands(host), reporter),
    'the saves': () => recordSaves(engines, reporter),
    'the sources': () => followSources(host),
    'the review commands': () => registerCommands(reviewCommands(host), reporter),
    'the review files': () =>
      registerReviewFiles(
        {
          proposal: async (id) => (await decider.find(id))?.proposal,
          version: (hash) => engines.fromAny(({ engine }) => engine.versionText(hash)),
          imported: (id, path) => engines.fromAny(({ engine }) => engine.quarantinedText(id, path)),
        },
        drafts,
      ),
    'the review marks': () => new ReviewMarks(reviews, drafts, library, reporter),
    'the review lenses': () => {
      const lenses = new ReviewLenses(reviews, drafts);
      const registered = vscode.languages.registerCodeLensProvider({ scheme: proposalScheme }, lenses);
      return vscode.Disposable.from(lenses, registered);
    },
    'the decided reviews': () =>
      engines.onEvent((event) => {
        if (event.type === 'proposal.decided') reporter.guard(() => reviews.decided(event.proposal));
      }),
    'the trees': () =>
      registerTrees({
        ...{ model: library, reading: host.reading, reporter, extensionUri },
        cluster: (input) => host.cluster(input),
      }),
    'the problems': () => registerProblems(library, reporter),
    'the status bar': () => new StatusBar(host.runs, host.approvals, settings),
  };
}
