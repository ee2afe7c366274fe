import type { Handlers } from '../commands/commands.js';
import type { Decider } from '../review/decider.js';
import { conflictCommands } from './conflictCommands.js';
import { exchangeCommands } from './exchangeCommands.js';
import { importCommands } from './importCommands.js';
import { restoreCommands } from './restoreCommands.js';
import type { TrustDeps } from './trust.js';
import { trustCommands } from './trustCommands.js';
import { versionCommands } from './versionCommands.js';

/** The commands of the library: history, trust, exchange with other agents. */
export const libraryCommands = (deps: TrustDeps & { readonly decider: Decider }): Handlers => ({
  ...versionCommands(deps.engines),
  ...restoreCommands(deps.engines, deps.decider),
  ...conflictCommands(deps.engines, deps.decider),
  ...trustCommands(deps),
  ...exchangeCommands(deps.engines),
  ...importCommands(deps.engines),
});
