import type { RunEvent, RunSummary } from '../engine/events.js';
import type { Route } from '../engine/read/route.js';
import type { Provenance } from '../engine/write/proposal.js';
import { foundIn } from './evidence.js';
import { causeOf, originOf, sourceOf, statusOf, indent } from './words.js';
import { say, t } from './l10n.js';
import { renderProposal } from './renderProposal.js';

/** A share between 0 and 1 as a whole percentage. */
const percent = (value: number): string => `${Math.round(value * 100)} %`;

/** What a person sees of one event at a terminal; undefined for what needs no line. */
export function renderEvent(event: RunEvent): string | undefined {
  switch (event.type) {
    case 'run.queued':
      return t('Waiting: another task is running.');
    case 'run.started':
      return `${t('Run #{0}', event.number)}  ${event.run}  ${event.model.label}${event.model.simulated ? ` (${t('simulated')})` : ''}`;
    case 'route.decided':
      return renderRoute(event.route);
    case 'step.waiting':
      return `  ${t('The model asks to wait {0} s before attempt {1}: {2}', Math.ceil(event.ms / 1000), event.attempt, say(event.why))}`;
    case 'tool.finished':
      return `  ${event.ok ? '✓' : '✗'} ${say(event.summary)}`;
    case 'tool.started':
      return `${t('Step {0}', event.step)}: ${say(event.title)}`;
    case 'notice':
      return `! ${say(event.text)}`;
    case 'act.finished':
      return `${t('Answer')}: ${event.answer}`;
    case 'signal':
      return [
        `${t('Feedback')} (${sourceOf(event.signal.source)}): ${say(event.signal.detail)}`,
        ...(event.signal.check?.tail ? [indent(event.signal.check.tail)] : []),
        ...foundIn(event.signal).map(indent),
      ].join('\n');
    case 'tests.started':
      return event.when === 'before'
        ? t('Before the task: {0}', event.command)
        : t('After the task: {0}', event.command);
    case 'judge.started':
      return t('Nothing else can tell: the model is asked to judge.');
    case 'verdict':
      return `${t('Verdict')}: ${outcome(event.verdict.outcome, event.verdict.decidedBy)}. ${say(event.verdict.reason)}`;
    case 'learned':
      return `${t('Learned')}: ${event.skill} v${event.version} ${percent(event.before.mean)} → ${percent(event.after.mean)}`;
    case 'tainted':
      return `! ${untrusted(event.taint)}`;
    case 'attribution.tested': {
      const result = { passed: t('passed'), failed: t('failed'), unreplayable: t('not replayable') }[event.result];
      const why = event.why ? ` (${say(event.why)})` : '';
      const tests = {
        again: t('Run again: {0}', result),
        masked: t('Run without the skill: {0}', result),
        named: t('Run with “{0}”: {1}', event.skill ?? '', result),
      };
      return `${tests[event.test]}${why}`;
    }
    case 'attribution': {
      const { attribution } = event;
      const place = attribution.skill ? ` ${attribution.skill}${attribution.line ? `:${attribution.line}` : ''}` : '';
      return [
        `${t('Attribution')}: ${causeOf(attribution.cause)}${place} (${percent(attribution.confidence)})`,
        `  ${attribution.why ? say(attribution.why) : attribution.reason}`,
        ...attribution.quotes.map((quote) => `  “${quote.text}” (${quote.from}${quote.at ? ` ${quote.at}` : ''})`),
      ].join('\n');
    }
    case 'proposal':
      return renderProposal(event.proposal);
    case 'write.nothing':
      return `${t('No proposal')}: ${say(event.reason)}`;
    case 'run.finished':
      return event.error ? `${t('Stopped')}: ${say(event.error.text)}` : undefined;
    default:
      return undefined;
  }
}

/** The candidates, best first, with the probability that they work (older runs: the score), the parts of the score and why. */
export function renderRoute(route: Route): string {
  return [
    `${t('Route')}: ${route.chosen ?? t('no skill')}`,
    ...route.candidates.map((one) => {
      const parts = one.parts.map(({ id, value }) => `${id} ${value.toFixed(2)}`).join(', ');
      const mark = one.skill === route.chosen ? '*' : ' ';
      const figure = one.probability === undefined ? one.score.toFixed(2) : percent(one.probability).padStart(5);
      return `  ${mark} ${figure}  ${one.skill ?? t('no skill')}${parts ? `  (${parts})` : ''}  ${say(one.why)}`;
    }),
  ].join('\n');
}

/** An outcome in a word; a model's opinion never goes without its mark. */
export function outcome(value: RunSummary['outcome'], decidedBy?: RunSummary['decidedBy']): string {
  const word = { success: t('passed'), failure: t('failed'), unknown: t('unknown') }[value];
  return decidedBy === 'judge' ? `${word} (${t('LLM-judged')})` : word;
}

const untrusted = ({ from, what, step }: Omit<Provenance, 'run'>): string =>
  t('Step {0} read text that is not trusted ({1}): {2}', step, originOf(from), what);

export function renderRun(run: RunSummary): string {
  const status = run.status === 'done' ? outcome(run.outcome, run.decidedBy) : statusOf(run.status);
  return `#${run.number}  ${run.id}  ${status}${run.undone ? ` (${t('undone')})` : ''}  ${run.skill ?? t('no skill')}  ${run.task.prompt.split('\n')[0] ?? ''}`;
}
