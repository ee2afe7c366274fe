import type { Signal, Source } from '../../src/protocol.js';
import { code, link, tag } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { duration, tokens } from '../format.js';
import { icon, type IconName, type Tone } from '../icons.js';
import { say, t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { facts } from './prose.js';

/** What each source of evidence is called, strongest first. */
const sources: Readonly<Record<Source, () => string>> = {
  user: () => t('You'),
  check: () => t('Check'),
  tests: () => t('Tests'),
  diagnostics: () => t('Diagnostics'),
  implicit: () => t('Your edits'),
  tool: () => t('Tools'),
  limit: () => t('Limit'),
  judge: () => t('Judge'),
};
const order = Object.keys(sources);

/** An outcome as a sign, with its colour and what a screen reader says. */
export function outcome(value: Signal['outcome']): {
  readonly icon: IconName;
  readonly tone: Tone;
  readonly label: string;
} {
  if (value === 'success') return { icon: 'pass', tone: 'pass', label: t('passed') };
  if (value === 'failure') return { icon: 'fail', tone: 'fail', label: t('failed') };
  return { icon: 'unknown', tone: 'muted', label: t('not judged') };
}

/** One passing check needs no table: the head of the section has said it all. */
export const needsTable = (run: RunView): boolean =>
  run.verdict?.outcome === 'failure' ||
  run.signals.length > 1 ||
  run.signals.some(({ signal }) => signal.source !== 'check');

/** Every signal, strongest first, and the one that decides. @param thumbs the reader's own word */
export function signals(ctx: Context, run: RunView, thumbs: (own: Signal | undefined) => View): View {
  const others = run.signals
    .filter(({ signal }) => signal.source !== 'user')
    .toSorted((a, b) => order.indexOf(a.signal.source) - order.indexOf(b.signal.source));
  const own = run.signals.find(({ signal }) => signal.source === 'user')?.signal;
  return h(
    'table',
    { class: 'sig' },
    h('caption', { class: 'sr' }, t('Signals behind the verdict')),
    h(
      'tbody',
      {},
      others.map(({ signal, ms }) => [row(run, signal, ms), tail(signal), more(ctx, signal)]),
      h(
        'tr',
        { key: 'you' },
        h('th', { attr: { scope: 'row' } }, own ? mark(own) : icon('account'), ' ', sources.user()),
        h('td', { class: own ? '' : 'muted' }, own ? said(own) : t('no answer yet')),
        h('td', {}, h('span', { class: 'you' }, own && weight(run, own), thumbs(own))),
      ),
    ),
  );
}

function mark(signal: Signal): View {
  const { icon: name, tone, label } = outcome(signal.outcome);
  return icon(name, tone, label);
}

function row(run: RunView, signal: Signal, ms: number): View {
  return h(
    'tr',
    { key: signal.source },
    h('th', { attr: { scope: 'row' } }, mark(signal), ' ', sources[signal.source]()),
    h('td', {}, seen(signal, ms)),
    h('td', {}, weight(run, signal)),
  );
}

/** A check by its command and exit code, tests by their command, all else in the words of the signal. */
function seen(signal: Signal, ms: number): Child {
  const { check } = signal;
  if (!check) return say(signal.detail);
  const plain = signal.source === 'check' && check.exitCode !== null && signal.outcome !== 'unknown';
  return [code(check.command), ' ', plain ? t('exit {0}, {1}', check.exitCode, duration(ms)) : say(signal.detail)];
}

function tail(signal: Signal): Child {
  if (!signal.check?.tail.trim()) return null;
  const label = signal.source === 'tests' ? t('Last lines of the tests') : t('Last lines of the check');
  return below(
    signal,
    'tail',
    h(
      'pre',
      { class: 'out tall', attr: { tabindex: 0, id: `${signal.source}-tail`, 'aria-label': label } },
      signal.check.tail.trimEnd(),
    ),
  );
}

/** Problems that are new, files that were brought back, what each vote said and what they cost. */
function more(ctx: Context, { problems, files, judge, ...signal }: Signal): Child {
  const lines: Child[] = [
    ...(problems ?? []).map(({ path, line, message }) => [file(ctx, path, `${path}:${line}`), ' ', message]),
    ...(files ?? []).map((path) => file(ctx, path, path)),
    ...(judge?.votes ?? []).map((vote) => [
      `${outcome(vote.outcome).label}, ${Math.round(vote.confidence * 100)} %: ${vote.reason}`,
    ]),
    ...(judge ? [cost(judge)] : []),
  ];
  return (
    lines.length > 0 &&
    below(
      signal,
      'more',
      h(
        'ul',
        { class: 'plain' },
        lines.map((line, index) => h('li', { key: String(index) }, line)),
      ),
    )
  );
}

const below = (signal: Pick<Signal, 'source'>, what: string, content: Child): View =>
  h('tr', { key: `${signal.source}:${what}`, class: 'tail' }, h('td', { attr: { colspan: 3 } }, content));

const file = (ctx: Context, path: string, words: string): View =>
  link(words, () => ctx.post({ type: 'openFile', path }));

const cost = ({ spent, model }: NonNullable<Signal['judge']>): View =>
  h(
    'span',
    { class: 'muted' },
    facts(
      model.label,
      model.simulated && t('simulated'),
      t('{0} requests', spent.calls),
      spent.tokens === null ? t('– tokens') : t('{0} tokens', tokens(spent.tokens)),
      duration(spent.ms),
    ),
  );

const said = (signal: Signal): string =>
  [
    signal.reason ? `${say(signal.detail)} “${signal.reason}”` : say(signal.detail),
    ...(signal.expected === undefined ? [] : [t('Right answer: {0}', signal.expected)]),
  ].join(' ');

/** What became of a signal in the verdict; a model's opinion never goes without its mark. */
function weight(run: RunView, signal: Signal): Child {
  const judged = signal.source === 'judge' && [tag(t('LLM-judged')), ' '];
  return [judged, place(run, signal)];
}

function place({ verdict }: RunView, signal: Signal): Child {
  if (verdict?.decidedBy === signal.source) return tag(t('decides'));
  const muted = (words: string): View => h('span', { class: 'muted' }, words);
  if (signal.outcome === 'unknown') return muted(t('not counted'));
  if (!verdict || verdict.outcome === 'unknown') return muted(t('too weak'));
  return muted(verdict.outcome === signal.outcome ? t('agrees') : t('outranked'));
}
