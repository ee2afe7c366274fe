import os from 'node:os';
import { sweepRun } from './act/process.js';
import type { Engine, Overview } from './engine.js';
import type { RunEvent } from './events.js';
import type { Disposable } from './ports.js';
import type { FsckReport } from './store/fsck.js';
import { english } from './text.js';
import { Backstage } from './desk/backstage.js';
import type { EngineParts } from './desk/parts.js';
import { ProposalDesk } from './desk/proposalDesk.js';
import { RouterDesk } from './desk/routerDesk.js';
import { RunDesk } from './desk/runDesk.js';
import { SkillDesk } from './desk/skillDesk.js';

/** The learning agent for one workspace folder: every wish of a surface goes to the desk that knows how. */
export class WorkspaceEngine implements Engine {
  readonly workspace: string;
  readonly stateDir: string;
  readonly #backstage: Backstage;
  readonly #tasks: RunDesk;
  readonly #library: SkillDesk;
  readonly #inbox: ProposalDesk;
  readonly #router: RouterDesk;

  constructor(private readonly parts: EngineParts) {
    this.workspace = parts.workspace;
    this.stateDir = parts.stateDir;
    this.#backstage = new Backstage(parts);
    this.#tasks = new RunDesk(parts, this.#backstage);
    this.#library = new SkillDesk(parts, this.#backstage);
    this.#inbox = new ProposalDesk(parts, this.#backstage);
    this.#router = new RouterDesk(parts, this.#backstage);
  }

  readonly solve: Engine['solve'] = (...given) => this.#tasks.solve(...given);
  readonly feedback: Engine['feedback'] = (...given) => this.#tasks.feedback(...given);
  readonly correct: Engine['correct'] = (...given) => this.#tasks.correct(...given);
  readonly rehearse: Engine['rehearse'] = (...given) => this.#tasks.rehearse(...given);
  readonly undo: Engine['undo'] = (...given) => this.#tasks.undo(...given);
  readonly revisit: Engine['revisit'] = (...given) => this.#tasks.revisit(...given);
  readonly runs: Engine['runs'] = (...given) => this.#tasks.runs(...given);
  readonly run: Engine['run'] = (...given) => this.#tasks.run(...given);

  readonly skills: Engine['skills'] = (...given) => this.#library.skills(...given);
  readonly facts: Engine['facts'] = (...given) => this.#library.facts(...given);
  readonly standing: Engine['standing'] = (...given) => this.#library.standing(...given);
  readonly readOnly: Engine['readOnly'] = (...given) => this.#library.readOnly(...given);
  readonly initLibrary: Engine['initLibrary'] = (...given) => this.#library.initLibrary(...given);
  readonly versions: Engine['versions'] = (...given) => this.#library.versions(...given);
  readonly versionFiles: Engine['versionFiles'] = (...given) => this.#library.versionFiles(...given);
  readonly versionText: Engine['versionText'] = (...given) => this.#library.versionText(...given);
  readonly restore: Engine['restore'] = (...given) => this.#library.restore(...given);
  readonly archive: Engine['archive'] = (...given) => this.#library.archive(...given);
  readonly trust: Engine['trust'] = (...given) => this.#library.trust(...given);
  readonly lock: Engine['lock'] = (...given) => this.#library.lock(...given);
  readonly recordEdit: Engine['recordEdit'] = (...given) => this.#library.recordEdit(...given);
  readonly adopt: Engine['adopt'] = (...given) => this.#library.adopt(...given);
  readonly publish: Engine['publish'] = (...given) => this.#library.publish(...given);
  readonly importSkills: Engine['importSkills'] = (...given) => this.#library.importSkills(...given);
  readonly discard: Engine['discard'] = (...given) => this.#library.discard(...given);
  readonly quarantinedText: Engine['quarantinedText'] = (...given) => this.#library.quarantinedText(...given);
  readonly quarantinedFiles: Engine['quarantinedFiles'] = (...given) => this.#library.quarantinedFiles(...given);
  readonly exportSkill: Engine['exportSkill'] = (...given) => this.#library.exportSkill(...given);
  readonly rounds: Engine['rounds'] = (...given) => this.#library.rounds(...given);
  readonly restoreRound: Engine['restoreRound'] = (...given) => this.#library.restoreRound(...given);
  readonly useSources: Engine['useSources'] = (...given) => this.#library.useSources(...given);

  readonly proposals: Engine['proposals'] = (...given) => this.#inbox.proposals(...given);
  readonly proposal: Engine['proposal'] = (...given) => this.#inbox.proposal(...given);
  readonly accept: Engine['accept'] = (...given) => this.#inbox.accept(...given);
  readonly acceptText: Engine['acceptText'] = (...given) => this.#inbox.acceptText(...given);
  readonly gate: Engine['gate'] = (...given) => this.#inbox.gate(...given);
  readonly reject: Engine['reject'] = (...given) => this.#inbox.reject(...given);
  readonly undoAccept: Engine['undoAccept'] = (...given) => this.#inbox.undoAccept(...given);

  readonly explain: Engine['explain'] = (...given) => this.#router.explain(...given);
  readonly routerReport: Engine['routerReport'] = (...given) => this.#router.routerReport(...given);
  readonly trainRouter: Engine['trainRouter'] = (...given) => this.#router.trainRouter(...given);
  readonly makeQueries: Engine['makeQueries'] = (...given) => this.#router.makeQueries(...given);
  readonly cancelTraining: Engine['cancelTraining'] = (...given) => this.#router.cancelTraining(...given);
  readonly revertRouter: Engine['revertRouter'] = (...given) => this.#router.revertRouter(...given);

  /** Repairs what a crash left: half-made changes, half-recorded decisions, commands of runs and copies of replays whose process is gone. */
  async open(watch: boolean): Promise<void> {
    const { history, decisions, log, library, changes, recorder, logger, readOnlyState } = this.parts;
    library.onDidChange((snapshot) => {
      this.#backstage.later(() => recorder.follow(snapshot));
      changes.fire();
    });
    if (!readOnlyState) {
      for (const { name, outcome } of await history.repair())
        if (outcome !== 'aborted') logger.warn(`a change of the skill ${name} was interrupted: ${outcome}`);
      await decisions.repair();
      const runs = await log.list();
      for (const problem of log.problems()) logger.warn(english(problem));
      for (const run of runs)
        // Nothing a run started before the machine did can still be there.
        if (run.status === 'interrupted' && run.startedAt > Date.now() - os.uptime() * 1000) {
          const killed = await sweepRun(run.id);
          if (killed) logger.warn(`ended ${killed} process(es) left by the interrupted run ${run.id}`);
        }
    }
    this.#backstage.later(() => this.parts.sweep());
    if (!watch) return;
    this.#backstage.watches = true;
    await this.parts.stateWatcher.start();
    // Not awaited: watching a large library takes seconds to begin and reading works meanwhile.
    library.watch().catch((error: unknown) => logger.error('the library is not watched', error));
    this.#backstage.later(async () => recorder.follow(await library.latest()));
    this.#backstage.later(() => this.parts.tidy(this.#backstage.signal));
  }

  onEvent(listener: (event: RunEvent) => void): Disposable {
    return this.parts.events.add(listener);
  }

  onDidChange(listener: () => void): Disposable {
    return this.parts.changes.add(listener);
  }

  async overview(reading: 'new' | 'latest'): Promise<Overview> {
    const { library: skills, memory, curator } = this.parts;
    const library = await (reading === 'latest' ? skills.latest() : skills.read());
    const [facts, standing, readOnly, proposals, runs] = await Promise.all([
      memory.facts(library.skills),
      curator.standing(library),
      this.readOnly(),
      this.proposals(),
      this.runs(),
    ]);
    return { library, facts, standing, readOnly, proposals, runs };
  }

  fsck(signal: AbortSignal): Promise<FsckReport> {
    return this.parts.fsck(signal);
  }

  async dispose(): Promise<void> {
    this.#backstage.stop();
    this.parts.stateWatcher.close();
    await this.parts.library.dispose();
    await this.parts.trials.giveWay();
    await this.parts.runner.stop();
    await this.#backstage.idle();
    await this.parts.vectors.dispose();
    await this.parts.log.dispose();
  }
}
