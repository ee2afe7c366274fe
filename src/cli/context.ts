import os from 'node:os';
import path from 'node:path';
import { createEngine } from '../engine/createEngine.js';
import { defaultSettings, type Engine, type EngineSettings } from '../engine/engine.js';
import type { Embedder } from '../engine/ports.js';
import { userStateDir } from '../engine/store/paths.js';
import { ledgerSkill } from '../practice/workspace/texts.js';
import type { Output } from './output.js';

/** What every command of the command line works with. */
export interface CliContext {
  readonly output: Output;
  readonly environment: NodeJS.ProcessEnv;
  /** The folder the command works in. */
  readonly folder: string;
  /** Where Memento is installed: holds `dist`, `l10n` and `skills-template`. */
  readonly root: string;
  /** Fires on Ctrl+C. */
  readonly signal: AbortSignal;
  readonly input: NodeJS.ReadStream;
}

/** The elementary skills that come with Memento. */
export const templatesOf = (context: CliContext): string => path.join(context.root, 'skills-template');

/** Folders of other agents that are not looked at: `MEMENTO_DISABLED_SOURCES`, separated by commas. */
export const disabledSources = (environment: NodeJS.ProcessEnv): readonly string[] =>
  (environment.MEMENTO_DISABLED_SOURCES ?? '')
    .split(',')
    .map((source) => source.trim().replace(/\/+$/, ''))
    .filter((source) => source !== '');

/** Opens the engine for the command's folder, hands it to `use` and closes it again. */
export async function withEngine<T>(
  context: CliContext,
  use: (engine: Engine) => Promise<T>,
  embedder?: Embedder,
  settings: Partial<EngineSettings> = {},
): Promise<T> {
  const { output, environment } = context;
  const engine = await createEngine({
    workspace: context.folder,
    home: userStateDir(environment, process.platform, os.homedir()),
    templates: templatesOf(context),
    userHome: environment.MEMENTO_USER_HOME ?? os.homedir(),
    disabledSources: disabledSources(environment),
    shipped: [ledgerSkill()],
    ...(embedder ? { embedder: () => embedder } : {}),
    settings: { ...defaultSettings, ...settings },
    clock: { now: () => Date.now() },
    logger: {
      info: () => undefined,
      warn: (message) => output.note(message),
      error: (message, error) =>
        output.note(`${message}\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    },
    watch: false,
  });
  try {
    return await use(engine);
  } finally {
    await engine.dispose();
  }
}
