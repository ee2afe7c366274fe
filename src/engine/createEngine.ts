import { realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { Curator } from './curator.js';
import type { Engine, EngineOptions } from './engine.js';
import type { RunEvent } from './events.js';
import { HumanError } from './errors.js';
import { fetchSkills } from './exchange/fetchSkills.js';
import { createPublications } from './exchange/publications.js';
import { createQuarantine } from './exchange/quarantine.js';
import { inlineJobs } from './jobs/inline.js';
import { Listeners } from './listeners.js';
import { Memory } from './memory.js';
import { TaughtExamples } from './read/examples.js';
import { Generations } from './read/generations.js';
import { Lessons } from './read/lessons.js';
import { ModelKeeper, nothingLearned } from './read/modelKeeper.js';
import { QueryMaker } from './read/queryMaker.js';
import { Reporter } from './read/reporter.js';
import { Router } from './read/router.js';
import { sweepTempFolders } from './replay/tempFolders.js';
import { Rehearser } from './replay/rehearser.js';
import { WorkspaceReplayer } from './replay/workspaceReplayer.js';
import { SkillVectors } from './read/skillVectors.js';
import { SyntheticQueries } from './read/synthetic/queries.js';
import { Trainer } from './read/trainer.js';
import { Routing } from './routing.js';
import { Runner } from './runner.js';
import { EditRecorder } from './skills/editRecorder.js';
import { initLibrary } from './skills/elementary.js';
import { createHistory } from './skills/history.js';
import { createLibrary } from './skills/library.js';
import { createLockedSkills } from './skills/locked.js';
import { skillsDirOf } from './skills/name.js';
import { Reviewed } from './skills/reviewed.js';
import { createShipped } from './skills/shipped.js';
import { createTrust } from './skills/trust.js';
import { canWrite, openState } from './store/format.js';
import { fsck } from './store/fsck.js';
import { createStateLock } from './store/lock.js';
import { createObjectStore } from './store/objects.js';
import { workspaceStateDir } from './store/paths.js';
import { RunLog } from './store/runs.js';
import { StateWatcher } from './store/stateWatcher.js';
import { createWindowId } from './store/window.js';
import { english, type Text } from './text.js';
import { WorkspaceEngine } from './workspaceEngine.js';
import { DayBudget } from './write/budget.js';
import { Decisions } from './write/decisions.js';
import { GateAgain } from './write/gate/again.js';
import { Examiner, type RouteAll } from './write/gate/examiner.js';
import { Gate } from './write/gate/gate.js';
import { Learner } from './write/learner.js';
import { Merging } from './write/merging.js';
import { Offerer } from './write/offerer.js';
import { Proposals } from './write/proposals.js';
import { checkpointFile, Checkpoints } from './write/record/checkpoints.js';
import { RoundRestorer } from './write/record/restoreRound.js';
import { RoundKeeper } from './write/record/roundKeeper.js';
import { Upkeep } from './write/record/upkeep.js';
import { RoundCloser } from './write/roundCloser.js';
import { defaultLearning } from './write/settings.js';
import { Steward } from './write/steward.js';
import { Trials } from './write/trials.js';
import { Writer } from './write/writer.js';

/**
 * The learning agent for one workspace folder. A state folder that cannot be written, or was written by a newer version, makes it read-only:
 * it lists and shows, and says why it does no more.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const workspace = await realpath(options.workspace);
  const stateDir = workspaceStateDir(options.home, workspace);
  const { readOnly } = await openState(stateDir);
  const engine = compose({ ...options, workspace }, stateDir, readOnly);
  await engine.open(options.watch);
  return engine;
}

function compose(options: EngineOptions, stateDir: string, readOnlyState: Text | undefined): WorkspaceEngine {
  const { workspace, home, logger, clock, templates, settings, harness, jobs = inlineJobs() } = options;
  const [skillsDir, inState] = [skillsDirOf(workspace), (...names: string[]) => path.join(stateDir, ...names)];
  const owner = createWindowId();
  const events = new Listeners<RunEvent>(logger);
  const changes = new Listeners<void>(logger);
  const onProblem = (problem: Text): void => logger.warn(english(problem));

  // What lies on disk.
  const objects = createObjectStore(inState('objects'));
  const lock = createStateLock({ dir: inState('lock'), owner });
  const history = createHistory({ dir: inState('skills'), objects, lock, clock, window: owner });
  const log = new RunLog({ dir: inState('runs'), window: owner, clock, jobs, logger });
  const proposals = new Proposals(inState('proposals'), clock);
  const trust = createTrust({
    file: path.join(home, 'trust.json'),
    lock: createStateLock({ dir: path.join(home, 'lock'), owner }),
    onProblem,
  });
  const locked = createLockedSkills({ file: inState('locked.json'), lock, onProblem });
  const quarantine = createQuarantine({ dir: inState('quarantine'), clock });
  const publications = createPublications({ file: inState('published.json'), workspace, lock, clock, onProblem });

  // What is known of the skills.
  const reviewed = new Reviewed(trust, createShipped(templates, options.shipped ?? []));
  const library = createLibrary({
    workspace,
    templates,
    ...(options.userHome === undefined ? {} : { userHome: options.userHome }),
    ...(options.disabledSources === undefined ? {} : { disabledSources: options.disabledSources }),
    onProblem,
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  const learning = settings.learning ?? defaultLearning;
  const memory = new Memory({
    ...{ library, history, runs: log, reviewed, locked, learning },
    roundEnd: options.roundEnd,
  });
  const recorder = new EditRecorder(workspace, library, history, reviewed);

  // What has worked.
  const lessons = new Lessons(log);
  const synthetic = new SyntheticQueries({ dir: inState('router'), lock, clock });
  const queries = new QueryMaker(synthetic);
  const examples = new TaughtExamples(lessons, synthetic, onProblem);
  const generations = new Generations({ dir: inState('router'), lock, onProblem });
  const newKeeper = (): ModelKeeper =>
    settings.learnRouting === false
      ? new ModelKeeper(...nothingLearned)
      : new ModelKeeper(examples, generations, (skills) => memory.births(skills));
  const keeper = newKeeper();
  const vectors = new SkillVectors({
    dir: inState('index'),
    window: owner,
    embedder: options.embedder ?? (() => undefined),
    onProblem: (error) =>
      error instanceof HumanError ? logger.warn(error.message) : logger.error('embeddings are left out', error),
    clock,
  });
  const router = new Router(keeper, vectors);
  const changed = (): void => changes.fire();
  const trainer = new Trainer({ examples, lessons, generations, jobs, clock, queries, changed });
  const reporter = new Reporter({ lessons, examples, generations, keeper, trainer });
  const routing = new Routing({ memory, router, trainer, reporter, generations, queries });

  // What is done with them.
  const decisionLock = createStateLock({ dir: inState('lock', 'decisions'), owner });
  const decisions = new Decisions({ proposals, history, library, reviewed, locked, skillsDir, lock: decisionLock });
  const curator = new Curator({ workspace, library, history, reviewed, locked, quarantine, publications });
  // Libraries that might be are scored beside the real one, whose index stays as it is.
  const trial = new Router(newKeeper(), vectors);
  const routeAll: RouteAll = async (prompts, skills, signal) => {
    const chosen: (string | null)[] = [];
    for (const prompt of prompts) chosen.push((await trial.route({ prompt, skills, facts: new Map() }, signal)).chosen);
    return chosen;
  };
  const replayer = new WorkspaceReplayer({
    ...{ workspace, log, objects, memory, settings },
    router: trial,
    tempRoot: os.tmpdir(),
    ...(harness ? { harness } : {}),
  });
  const measured = harness ? { check: harness.check, ...(harness.execute ? { execute: harness.execute } : {}) } : {};
  const rehearser = new Rehearser({ memory, router: trial, objects, settings, ...measured });
  const budget = new DayBudget({
    ...{ file: inState('budget.json'), lock, clock, onProblem },
    tokensPerDay: learning.tokensPerDay,
  });
  const gate = new Gate(replayer, learning);
  const examiner = new Examiner({ gate, routeAll, settings: learning, skillsDir, budget });
  const writer = new Writer({ proposals, examiner, settings: learning });
  const upkeep = new Upkeep(memory, log, learning);
  const steward = new Steward({
    ...{ memory, history, proposals, upkeep, settings: learning },
    textOf: async (hash) => Buffer.from(await objects.get(hash)).toString('utf8'),
  });
  const offerer = new Offerer({
    ...{ proposals, writer, replayer },
    accept: (id) => decisions.accept(id, undefined, { automatic: true }),
  });
  const checkpoints = new Checkpoints(inState(checkpointFile), lock);
  const closer = new RoundCloser({
    ...{ steward, changed },
    keeper: new RoundKeeper({ checkpoints, memory, history, clock }),
    merging: new Merging({ log, memory, proposals, upkeep, offerer, budget, settings: learning }),
  });
  const learner = new Learner({
    ...{ log, memory, proposals, offerer, steward, replayer, budget, rounds: closer, settings: learning },
  });
  const rounds = {
    closer,
    list: () => checkpoints.list(),
    restorer: new RoundRestorer({ checkpoints, history, library, skillsDir, lock: decisionLock }),
  };
  const runner = new Runner({
    context: {
      ...{ workspace, settings, memory, router, objects, proposals, learner },
      ...(options.diagnostics ? { diagnostics: options.diagnostics } : {}),
      ...measured,
    },
    gateAgain: new GateAgain({ log, memory, proposals, examiner, settings: learning }),
    log,
    settings,
    clock,
    logger,
    publish: (event) => events.fire(event),
    changed,
  });

  const trials = new Trials({
    ...{ replayer, budget, settings: learning },
    skills: async () => (await memory.look()).skills,
    eventsOf: (run) => log.events(run),
    note: (run, event) => runner.note(run, event),
  });

  const stateWatcher = new StateWatcher({ home, stateDir, window: owner, onHint: changed });

  return new WorkspaceEngine({
    ...{ workspace, stateDir, events, changes, library, history, memory, objects, log, proposals, decisions, curator },
    ...{ recorder, runner, rehearser, trials, rounds, routing, vectors, stateWatcher, logger, settings, readOnlyState },
    libraryProblem: () => canWrite(skillsDir),
    init: async () => {
      const done = await initLibrary(templates, skillsDir);
      const { skills } = await library.read();
      for (const skill of skills) if (done.copied.includes(skill.name)) await history.ensure(skill);
      return done;
    },
    fetch: async (source, wanted, signal) =>
      await quarantine.add(await fetchSkills(source, wanted, { tempDir: os.tmpdir(), base: workspace }, signal)),
    quarantine,
    fsck: (signal) => fsck({ stateDir, history, quarantine, trustFile: path.join(home, 'trust.json') }, signal),
    tidy: (signal) => log.compact(lock, signal),
    sweep: () => sweepTempFolders(os.tmpdir()),
  });
}
