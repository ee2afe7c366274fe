import type { Attribution, Place, Quote } from '../../src/protocol.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { hereLink, placeLink } from './runLink.js';

/** What quotes are quoted from. */
export interface Quoted {
  /** The run on show, or the id of another one. */
  readonly run: RunView | string | undefined;
  /** SKILL.md as the run used it; empty where it is not at hand. */
  readonly skillText: string;
}

/** The quotes of an attribution: what the skill said beside what happened, each with a link to its place. */
export function quotes(ctx: Context, found: Attribution, from: Quoted): Child {
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
          skillLines(from.skillText, fromSkill),
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
            h('span', { class: 'from' }, source(ctx, from.run, quote)),
          ),
        ),
      ),
  );
}

/** The quoted lines, each between its neighbours where the text they stand in is at hand. */
function skillLines(skillText: string, quoted: readonly Quote[]): Child {
  const text = skillText.split('\n');
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

function source(ctx: Context, run: Quoted['run'], quote: Quote): Child {
  const to = (words: string, place: Place): Child =>
    run === undefined
      ? words
      : typeof run === 'string'
        ? placeLink(ctx, run, words, place)
        : hereLink(ctx, run, words, place);
  switch (quote.from) {
    case 'step': {
      const { at } = quote;
      if (at === undefined) return t('a step');
      const tool = typeof run === 'object' ? toolOf(run, at, quote.text) : undefined;
      return [to(t('step {0}', at), { step: at }), tool && `, ${tool}`];
    }
    case 'check':
      return to(t('check'), 'check');
    case 'task':
      return t('the task');
    case 'skill':
      return null;
  }
}

const toolOf = (run: RunView, at: number, text: string): string | undefined =>
  run.steps
    .find(({ step }) => step === at)
    ?.calls.find((call) => call.input.includes(text) || call.output.includes(text))?.tool;
