import type { Attribution, Cause, Quote } from '../../src/protocol.js';
import { bar, link, tag } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { duration, percent } from '../format.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { fold } from '../ui.js';
import { stepsPerPage } from './act.js';
import { prose } from './prose.js';
import { versioned } from './routeWords.js';
import { section } from './section.js';

const causes: Readonly<
  Record<Cause, { readonly name: () => string; readonly summary: () => string; readonly library: boolean }>
> = {
  skill_defect: { name: () => t('skill defect'), summary: () => t('a line of the skill'), library: true },
  missing_skill: { name: () => t('missing skill'), summary: () => t('no skill says how'), library: true },
  wrong_skill: { name: () => t('wrong skill'), summary: () => t('another skill would fit'), library: true },
  execution_lapse: { name: () => t('execution lapse'), summary: () => t('a slip, not the skill'), library: false },
  environment: { name: () => t('environment'), summary: () => t('the surroundings, not the skill'), library: false },
  bad_task: { name: () => t('bad task'), summary: () => t('the task or its check'), library: false },
};

/** Why it failed: which skill, which line, with quotes that stand in the run. */
export function attribution(ctx: Context, run: RunView): Child {
  const title = t('Attribution');
  if (run.attributing)
    return section(ctx, 'attribution', { icon: 'busy', title, summary: t('looking for the cause') }, false, () => null);
  if (!run.attribution) return null;
  const { attribution: found, ms } = run.attribution;
  const head = { icon: 'search', title, summary: causes[found.cause].summary(), end: duration(ms) } as const;
  return section(ctx, 'attribution', head, true, () => [
    h('div', { key: 'cause' }, cause(ctx, run, found), prose(found.reason, 'reason')),
    quotes(ctx, run, found),
    found.unverified > 0 &&
      h(
        'p',
        { key: 'unverified', class: 'cap' },
        found.unverified === 1
          ? t('1 quote was left out because it is not in the run.')
          : t('{0} more quotes were left out: they stand nowhere in the run.', found.unverified),
      ),
  ]);
}

function cause(ctx: Context, run: RunView, found: Attribution): View {
  const { skill, line } = found;
  const version = run.route?.route.chosen === skill ? run.route.route.version : null;
  return h(
    'div',
    { class: 'cause' },
    tag(causes[found.cause].name(), causes[found.cause].library ? 'fail' : undefined),
    skill !== null &&
      h(
        'span',
        {},
        link(skill, () => ctx.post({ type: 'openSkill', skill, ...(line !== undefined && { line }) }), {
          class: 'b',
          label: line === undefined ? t('Open {0}', skill) : t('Open {0} at line {1}', skill, line),
        }),
        version !== null && versioned('', version),
        line !== undefined && t(', line {0}', line),
      ),
    h('span', { class: 'conf' }, bar(found.confidence), t('{0} sure', percent(found.confidence))),
  );
}

function quotes(ctx: Context, run: RunView, found: Attribution): Child {
  const fromSkill = found.quotes.filter((quote) => quote.from === 'skill');
  const others = found.quotes.filter((quote) => quote.from !== 'skill');
  if (!found.quotes.length) return null;
  return h(
    'div',
    { key: 'quotes', class: fromSkill.length && others.length ? 'two' : '' },
    fromSkill.length > 0 &&
      h(
        'div',
        {},
        h('p', { class: 'cap' }, t('What the skill said')),
        h(
          'div',
          { class: 'codeq', attr: { role: 'figure', 'aria-label': t('Lines of SKILL.md') } },
          skillLines(run, fromSkill),
        ),
      ),
    others.length > 0 &&
      h(
        'div',
        {},
        h('p', { class: 'cap' }, t('What happened')),
        others.map((quote) =>
          h(
            'blockquote',
            {},
            h('span', { class: 'mono' }, quote.text),
            h('span', { class: 'from' }, source(ctx, run, quote)),
          ),
        ),
      ),
  );
}

/** The quoted lines, each between its neighbours where the text the proposal was made from is at hand. */
function skillLines(run: RunView, quoted: readonly Quote[]): Child {
  const text = run.proposal?.proposal.before.split('\n') ?? [];
  return quoted.map((quote) => {
    const { at } = quote;
    const [first = ''] = quote.text.split('\n');
    if (at === undefined || !text[at - 1]?.includes(first.trim())) return codeLine(at, quote.text, true);
    const last = at + quote.text.split('\n').length - 1;
    const around = [at - 1, ...range(at, last), last + 1];
    return around.map((line) => {
      const words = text[line - 1];
      return words === undefined || (words === '' && (line < at || line > last))
        ? null
        : codeLine(line, words, line >= at && line <= last);
    });
  });
}

const range = (from: number, to: number): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

const codeLine = (line: number | undefined, words: string, hit: boolean): View =>
  h('div', { class: hit ? 'hit' : '' }, h('span', {}, line), h('span', {}, words));

function source(ctx: Context, run: RunView, quote: Quote): Child {
  switch (quote.from) {
    case 'step': {
      const { at } = quote;
      if (at === undefined) return t('a step');
      const tool = run.steps
        .find(({ step }) => step === at)
        ?.calls.find((call) => call.input.includes(quote.text) || call.output.includes(quote.text))?.tool;
      return [link(t('step {0}', at), () => goToStep(ctx, run, at)), tool && `, ${tool}`];
    }
    case 'check':
      return link(t('check'), () => {
        ctx.update({ open: { ...ctx.ui.open, feedback: true } });
        ctx.focus('check-tail');
      });
    case 'task':
      return t('the task');
    case 'skill':
      return null;
  }
}

/** Opens the step a quote comes from and goes there. */
function goToStep(ctx: Context, run: RunView, step: number): void {
  const index = run.steps.findIndex((view) => view.step === step);
  const end = index + stepsPerPage < run.steps.length ? index + Math.ceil(stepsPerPage / 2) : null;
  ctx.update({ stepsEnd: end, open: { ...ctx.ui.open, act: true, [fold.steps]: true, [fold.step(step)]: true } });
  ctx.focus(`step-${step}`);
}
