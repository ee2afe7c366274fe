import type { Attribution } from '../../src/protocol.js';
import { bar, link, tag } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { duration, percent } from '../format.js';
import { icon } from '../icons.js';
import { say, t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { causes } from './causes.js';
import { correction, notRight } from './correct.js';
import { prose } from './prose.js';
import { quotes } from './quotes.js';
import { versioned } from './routeWords.js';
import { section } from './section.js';

/** Why it failed: which skill, which line, with quotes that stand in the run, and what was tried to find out. */
export function attribution(ctx: Context, run: RunView): Child {
  const title = t('Attribution');
  if (run.attributing) {
    const busy = { icon: 'busy', title, summary: t('looking for the cause') } as const;
    return section(ctx, 'attribution', busy, run.learning.tests.length > 0, () => tests(run));
  }
  if (!run.attribution) return null;
  const { attribution: found, ms } = run.attribution;
  const head = { icon: 'search', title, summary: causes[found.cause].summary(), end: duration(ms) } as const;
  return section(ctx, 'attribution', head, true, () => [
    h('div', { key: 'cause' }, cause(ctx, run, found), prose(found.why ? say(found.why) : found.reason, 'reason')),
    correction(ctx, run),
    quotes(ctx, found, { run, skillText: run.proposal?.proposal.before ?? '' }),
    found.unverified > 0 &&
      h(
        'p',
        { key: 'unverified', class: 'cap' },
        found.unverified === 1
          ? t('1 quote was left out because it is not in the run.')
          : t('{0} more quotes were left out: they stand nowhere in the run.', found.unverified),
      ),
    tests(run),
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
    found.by === 'user'
      ? h('span', { class: 'conf' }, icon('account'), t('corrected by you'))
      : h('span', { class: 'conf' }, bar(found.confidence), t('{0} sure', percent(found.confidence))),
    found.by === 'tests' && h('span', { class: 'conf' }, t('found by facts')),
    notRight(ctx, run),
  );
}

/** What was run to find the cause, besides asking the model. */
function tests({ learning }: RunView): Child {
  if (learning.tests.length === 0) return null;
  return h(
    'ul',
    { key: 'tests', class: 'tests', attr: { 'aria-label': t('Also tried') } },
    learning.tests.map(({ test, result, why, skill = '' }) =>
      h(
        'li',
        { key: test },
        icon(
          result === 'passed' ? 'pass' : result === 'failed' ? 'fail' : 'unknown',
          result === 'passed' ? 'pass' : 'muted',
        ),
        h('span', {}, testWords(test, result, skill), why && [': ', say(why)]),
      ),
    ),
  );
}

type Test = RunView['learning']['tests'][number];

function testWords(test: Test['test'], result: Test['result'], skill: string): string {
  if (test === 'named') return namedWords(result, skill);
  if (result === 'unreplayable')
    return test === 'again' ? t('it could not be run again') : t('it could not be run without the skill');
  if (test === 'again')
    return result === 'passed' ? t('it passes when it is run again') : t('it fails again when it is run again');
  return result === 'passed' ? t('it passes without the skill') : t('it fails without the skill too');
}

function namedWords(result: Test['result'], skill: string): string {
  if (result === 'unreplayable') return t('it could not be run with “{0}”', skill);
  return result === 'passed' ? t('it passes with “{0}”', skill) : t('it fails with “{0}” too', skill);
}
