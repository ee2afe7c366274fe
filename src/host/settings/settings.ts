import * as vscode from 'vscode';
import { defaultSettings, type EngineSettings } from '../../engine/engine.js';
import type { FeedbackSettings } from '../../engine/feedback/settings.js';
import { defaultLearning, type LearningSettings } from '../../engine/write/settings.js';
import type { LearningMode } from '../../protocol.js';

/**
 * The `memento.*` settings. Only the user's own value counts: a value a workspace brought along is never read, whatever VS Code makes of
 * the declared scope. The one exception is the command that tests a workspace; see {@link WorkspaceCommands}.
 */
export class Settings implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly listener = vscode.workspace.onDidChangeConfiguration((event) => {
    if (event.affectsConfiguration('memento')) this.changed.fire();
  });

  get baseUrl(): string {
    return readText('baseUrl').trim();
  }

  /** Name of the model; empty when none is set. */
  get model(): string {
    return readText('model').trim();
  }

  /** Name of the model for embeddings, at the same address; empty when there shall be none. */
  get embeddingModel(): string {
    return readText('embeddingModel').trim();
  }

  /** Folders of other agents that are switched off, sorted; see `knownSources`. */
  get disabledSources(): readonly string[] {
    const value = userValue('skillSources');
    if (typeof value !== 'object' || value === null) return [];
    return Object.entries(value)
      .flatMap(([source, on]) => (on === false ? [source] : []))
      .sort();
  }

  /** What becomes of a change that was written. */
  get learningMode(): LearningMode {
    const mode = readText('learning.mode');
    return mode === 'auto' || mode === 'shadow' ? mode : 'review';
  }

  /** Whether a model may judge what nothing else has judged. */
  get judge(): boolean {
    return userValue('feedback.judge') === true;
  }

  readonly limits: EngineSettings = this.limitsWith(() => ({
    command: readText('feedback.command'),
    judge: this.judge,
  }));

  /** Reads through to the settings: a changed limit holds from the next run on. @param feedback how tasks of a folder are judged */
  limitsWith(feedback: () => FeedbackSettings): EngineSettings {
    const mode = (): LearningMode => this.learningMode;
    return {
      learning,
      get feedback() {
        return feedback();
      },
      get review() {
        return mode();
      },
      get maxSteps() {
        return readNumber('limits.steps', 1, 200, defaultSettings.maxSteps);
      },
      get maxMinutes() {
        return readNumber('limits.minutes', 1, 120, defaultSettings.maxMinutes);
      },
      get commandTimeoutSeconds() {
        return readNumber('limits.commandTimeoutSeconds', 1, 3600, defaultSettings.commandTimeoutSeconds);
      },
    };
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }
}

/** One object for good, because engines keep it; the budget is read whenever it is asked for. */
const learning: LearningSettings = {
  ...defaultLearning,
  get tokensPerDay() {
    return readNumber('learning.tokensPerDay', 0, 1_000_000_000, defaultLearning.tokensPerDay);
  },
};

const userValue = (key: string): unknown => vscode.workspace.getConfiguration('memento').inspect(key)?.globalValue;

const readText = (key: string): string => {
  const value = userValue(key);
  return typeof value === 'string' ? value : '';
};

const readNumber = (key: string, least: number, most: number, otherwise: number): number => {
  const value = userValue(key);
  if (typeof value !== 'number' || !Number.isFinite(value)) return otherwise;
  return Math.min(most, Math.max(least, Math.round(value)));
};
