import { english, text, type Text } from '../../text.js';
import type { Attribution, Quote } from '../attribution.js';
import { callsOf, changed, type DoneCall } from './calls.js';
import type { CauseInput } from './input.js';
import { missingProgram, signOf } from './machineSigns.js';
import { shortestQuote } from './quotes.js';

/** A plain fact of the record is not certain to be the whole story. */
const plainFact = 0.9;

type Record = Pick<CauseInput, 'episode' | 'events' | 'used'>;

/**
 * Whether the run's own record shows that something other than skill, task or agent made it fail: a call was denied and the run gave up, or the machine
 * failed. A command that fails by the agent's own making shows nothing of the kind, and where in doubt the model is asked.
 */
export function fromEnvironment(record: Record): Attribution | undefined {
  return gaveUpAfterDenial(record) ?? checkHindered(record) ?? machineFailed(record);
}

function gaveUpAfterDenial({ episode, events }: Record): Attribution | undefined {
  const calls = callsOf(events);
  const index = calls.findLastIndex(({ denied }) => denied);
  const last = calls[index];
  if (!last || foundAWay(calls.slice(index + 1)) || hasResult(episode.answer, calls)) return undefined;
  // A file that was written to be run by the call that was denied is no work done yet; any other is.
  const wanted = calls.filter(({ denied }) => denied).map(({ input }) => input);
  if (!changed(events).every((file) => wanted.some((input) => input.includes(file)))) return undefined;
  const why = text('Step {0} was denied, and the run found no other way.', last.step);
  return verdict(why, { from: 'step', at: last.step, text: firstLine(last.output) }, last.step);
}

/** The check says itself that it could not do its work. */
function checkHindered({ episode, events }: Record): Attribution | undefined {
  const check = episode.signals.findLast(({ source, outcome }) => source === 'check' && outcome === 'failure')?.check;
  const known = knownFrom(episode.prompt, callsOf(events));
  for (const line of linesOf(check?.tail)) {
    const sign = signOf(line);
    const program = missingProgram(line, [check?.command ?? '']);
    if ((sign !== undefined && !known(sign)) || program !== undefined)
      return verdict(text('The machine or the network failed while the check ran: “{0}”', line), {
        from: 'check',
        text: line,
      });
  }
  return undefined;
}

function machineFailed({ episode, events, used }: Record): Attribution | undefined {
  const calls = callsOf(events);
  const known = knownFrom(episode.prompt, calls);
  const named = [episode.prompt, used?.skill.text ?? '', ...episode.signals.map(({ check }) => check?.command ?? '')];
  if (hasResult(episode.answer, calls)) return undefined;
  for (const [index, call] of calls.entries()) {
    if (call.ok || call.denied || foundAWay(calls.slice(index + 1))) continue;
    for (const line of linesOf(call.output)) {
      const sign = signOf(line);
      const program = missingProgram(line, named);
      if ((sign !== undefined && !known(sign)) || program !== undefined)
        return verdict(
          text('The machine or the network failed at step {0}, and the run found no other way: “{1}”', call.step, line),
          { from: 'step', at: call.step, text: line },
          call.step,
        );
    }
  }
  return undefined;
}

/** Something was done after all. */
const foundAWay = (later: readonly DoneCall[]): boolean => later.some(({ acting, ok }) => acting && ok);

/** The answer was worked out: it stands in what a call gave back. */
const hasResult = (answer: string, calls: readonly DoneCall[]): boolean =>
  answer.trim() !== '' && calls.some(({ ok, output }) => ok && output.includes(answer.trim()));

/** What a task or a file is about is no failure of this machine when it is printed. */
function knownFrom(prompt: string, calls: readonly DoneCall[]): (sign: string) => boolean {
  const texts = [prompt, ...calls.filter(({ ok }) => ok).map(({ output }) => output)];
  return (sign) => texts.some((one) => one.includes(sign));
}

const linesOf = (output = ''): readonly string[] =>
  output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.length >= shortestQuote);

const firstLine = (output: string): string => output.split('\n', 1)[0] ?? '';

const verdict = (why: Text, quote: Quote, step?: number): Attribution => ({
  cause: 'environment',
  by: 'tests',
  skill: null,
  ...(step === undefined ? {} : { step }),
  confidence: plainFact,
  reason: english(why),
  why,
  quotes: [quote],
  unverified: 0,
});
