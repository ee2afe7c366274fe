import { bar, button } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { icon, type IconName, type Tone } from '../icons.js';
import { t } from '../l10n.js';
import type { GateView } from '../learningView.js';
import type { RunView } from '../runView.js';
import { gateSentence } from './gateWords.js';

type Candidate = RunView['learning']['candidates'][number];

/** The candidates that were written, and the replays that decide between them, as they come. */
export function candidates(run: RunView): Child {
  const { candidates: written, gates } = run.learning;
  if (written.length === 0 && gates.length === 0) return null;
  const numbers = [...new Set([...written.map(({ number }) => number), ...gates.map(({ candidate }) => candidate)])];
  return h(
    'ul',
    { key: 'candidates', class: 'candidates', attr: { 'aria-label': t('Candidates') } },
    numbers
      .toSorted((a, b) => a - b)
      .map((number) =>
        candidate(
          run.writing !== null,
          number,
          written.find((one) => one.number === number),
          gates.find((one) => one.candidate === number),
        ),
      ),
  );
}

function candidate(live: boolean, number: number, written: Candidate | undefined, gate: GateView | undefined): View {
  const sign = signOf(written, gate);
  return h(
    'li',
    { key: String(number) },
    icon(sign.icon, sign.tone),
    h('span', { class: 'n' }, written ? t('Candidate {0} of {1}', number, written.of) : t('Candidate {0}', number)),
    h('span', { class: 'muted' }, state(live, written, gate)),
    gate && !gate.report && replays(gate),
  );
}

function signOf(
  written: Candidate | undefined,
  gate: GateView | undefined,
): { readonly icon: IconName; readonly tone?: Tone } {
  if (gate?.report) {
    if (gate.report.state === 'passed') return { icon: 'pass', tone: 'pass' };
    return gate.report.state === 'failed' ? { icon: 'fail', tone: 'fail' } : { icon: 'unknown', tone: 'muted' };
  }
  if (gate) return { icon: 'busy' };
  return written?.state === 'written' ? { icon: 'edit', tone: 'muted' } : { icon: 'x', tone: 'muted' };
}

function state(live: boolean, written: Candidate | undefined, gate: GateView | undefined): string {
  if (gate?.report) return gateSentence(gate.report);
  if (gate) return gate.of > 0 ? t('{0} of {1} replays', gate.done, gate.of) : t('the gate begins');
  if (written?.state === 'refused') return written.why ? t('turned down: {0}', written.why) : t('turned down');
  if (written?.state === 'nothing') return t('the model found nothing to change');
  return live ? t('written, waits for the gate') : t('written');
}

/** One dot for each replay that is done. */
const replays = (gate: GateView): View =>
  h(
    'span',
    { class: 'live' },
    bar(gate.of > 0 ? gate.done / gate.of : 0, true),
    gate.replays.map(({ result, kind }, index) =>
      h('span', {
        key: `dot:${index}`,
        class: ['dot', result === 'passed' ? 'yes' : result === 'failed' ? 'no' : 'un', kind === 'hidden' && 'hid']
          .filter(Boolean)
          .join(' '),
        attr: { 'aria-hidden': true },
      }),
    ),
  );

/** Stops what is learned from a run that has ended itself: while it runs, its own Cancel does. */
export function stopLearning(ctx: Context, run: RunView): Child {
  if (run.status === 'running') return null;
  return button(t('Cancel'), {
    key: 'stop',
    small: true,
    icon: 'stop',
    disabled: ctx.ui.cancelling === run.id,
    onClick: () => {
      ctx.update({ cancelling: run.id });
      ctx.post({ type: 'cancel', run: run.id });
    },
  });
}
