import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runBench, type BenchProgress } from '../../../bench/run/bench.js';
import { profiles } from '../../../bench/run/profiles.js';
import { type BenchConfig, readConfig } from '../../../bench/run/settings.js';
import { writeReport } from '../../../bench/report/writeReport.js';
import { HumanError } from '../../../engine/errors.js';
import { explained } from '../../../engine/safety/fileProblem.js';
import { text } from '../../../engine/text.js';
import type { CliContext } from '../../context.js';
import { t } from '../../l10n.js';
import { endpointOf } from '../../model.js';
import type { Verb } from '../skills/verb.js';
import { type RunCall, runCall } from './runOptions.js';
import { resultLines } from './runText.js';

export const runVerb: Verb = {
  usage:
    'run [--profile quick|full] [--tasks frozen|wide|FILE|DIR] [--model practice] [--conditions none,seed,naive,full] [--rounds N] [--seeds 1-8] [--config FILE] [--out DIR] [--path DIR] [--concurrency N] [--max-tokens N] [--max-minutes N]',
  help: () =>
    t(
      'Shows whether the library gets better: learns from training tasks round by round and tests after each, under several conditions. What is in --out already is gone on with. --path adds a folder of programs that tasks need; --max-tokens and --max-minutes end it early.',
    ),
  async run(context, args) {
    const call = runCall(args, `memento bench ${runVerb.usage}`, context.folder);
    const { report, results } = await runBench(
      await optionsOf(context, call),
      showProgress(context, call),
      context.signal,
    );
    const page = await writeReport(call.out, report, path.join(context.root, 'dist'));
    context.output.value(results);
    for (const line of resultLines(report)) context.output.line(line);
    context.output.line(t('Report: {0}', page));
    if (!report.complete) context.output.note(t('It is not complete: the same command goes on with it.'));
    return 0;
  },
};

async function optionsOf({ environment, root }: CliContext, call: RunCall) {
  const model = endpointOf(environment, call.model);
  if (!model)
    throw new HumanError(
      text('No model is configured. Set MEMENTO_BASE_URL and MEMENTO_MODEL, or give --model practice.'),
    );
  const { conditions, seeds, rounds, tasks, out, programs } = call;
  const config = await configOf(call);
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const budget = {
    ...(call.tokens === undefined ? {} : { tokens: call.tokens }),
    ...(call.minutes === undefined ? {} : { minutes: call.minutes }),
  };
  return {
    ...{ model, out, programs, version, budget },
    settings: { tasks, conditions, seeds, rounds, config },
    workerFile: path.join(root, 'dist', 'bench.cjs'),
    templates: path.join(root, 'skills-template'),
    ...(call.concurrency === undefined ? {} : { concurrency: call.concurrency }),
  };
}

async function configOf({ config: file, profile, tasks }: RunCall): Promise<BenchConfig> {
  if (file !== undefined) return readConfig(await explained(file, () => readFile(file, 'utf8')));
  // The knobs of a profile are about its own tasks.
  return tasks === profiles[profile].tasks ? profiles[profile].config : {};
}

/** A line for each round that is over. */
function showProgress({ output }: CliContext, { rounds }: RunCall): (now: BenchProgress) => void {
  return ({ done, of, tokens, round }) => {
    if (!round) return;
    const { condition, seed, test } = round;
    const share = (100 * test).toFixed(1);
    const about = t('{0}, seed {1}, round {2} of {3}: {4} % of the test', condition, seed, round.round, rounds, share);
    output.note(`${about} · ${t('{0} of {1} tasks, {2} tokens', done, of, tokens)}`);
  };
}
