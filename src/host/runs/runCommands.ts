import type { Approvals } from '../approvals/approvals.js';
import type { Handlers } from '../commands/commands.js';
import { asPlace, asRun, asTask } from '../commands/targets.js';
import type { Panels } from '../panel/panels.js';
import type { Solver } from '../solve/solver.js';
import type { RunActions } from './runActions.js';

/** The commands that start, show and end runs. */
export function runCommands(solver: Solver, actions: RunActions, panels: Panels, approvals: Approvals): Handlers {
  return {
    'memento.solveTask': (argument) => solver.ask(asTask(argument)),
    'memento.cancelRun': (argument) => actions.cancel(asRun(argument)?.run),
    'memento.undoRun': async (argument) => {
      const run = asRun(argument)?.run;
      const target = run === undefined ? await actions.pickUndoable() : { folder: await actions.folderOf(run), run };
      if (target) await actions.undo(target.folder, target.run);
    },
    'memento.openRun': async (argument) => {
      const run = asRun(argument)?.run;
      if (run === undefined) await panels.show('history', false);
      else await panels.showRun(await actions.folderOf(run), run, false, asPlace(argument));
    },
    'memento.showPanel': () => panels.show('run', false),
    'memento.goToApproval': async () => {
      const [request] = approvals.pending;
      const folder = request && (await actions.folderOf(request.run));
      await panels.showApproval(folder, request?.run);
    },
  };
}
