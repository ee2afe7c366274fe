import type { Route } from '../../src/protocol.js';
import { h, type Child } from '../dom.js';
import { icon } from '../icons.js';
import { integer, percent } from '../format.js';
import { t } from '../l10n.js';
import { isEarlier } from '../slate.js';
import { facts } from './prose.js';

export const versioned = (skill: string, version: number | null): string =>
  version === null ? skill : `${skill} v${version}`;

/** A route on one line: what was chosen, how likely it passes, and by whom. */
export function routeSummary(route: Route): string {
  const chosen = route.candidates.find((candidate) => candidate.skill === route.chosen);
  const share = isEarlier(route) ? chosen?.score : chosen?.probability;
  return facts(
    route.chosen === null ? t('no skill') : versioned(route.chosen, route.version),
    route.chosen !== null && share !== undefined && percent(share),
    route.by === 'person' && t('chosen by you'),
    route.by === 'retry' && t('tried after a failure'),
    route.explored && t('tried to learn from it'),
  );
}

/** How sure the choice was, what scored it, and what plain search would have done. */
export function routeNotes(route: Route): Child {
  const words = [...confidence(route), ...scored(route)].join(' ');
  return [words !== '' && h('p', { key: 'notes', class: 'cap' }, words), left(route.unreviewed ?? 0)];
}

function confidence(route: Route): readonly string[] {
  const said: string[] = [];
  if (route.by === 'person') said.push(t('You chose it; that teaches the router.'));
  else if (route.by === 'retry') said.push(t('The one before it failed, so the next on the slate was tried.'));
  else if (route.explored)
    said.push(t('The two best were so close that the second was taken, to learn which is better.'));
  else if (route.confidence === 'use') said.push(t('The choice was clear.'));
  if (route.confidence === 'slate' && route.by === 'router')
    said.push(t('It was not sure: the model was shown this slate as well.'));
  if (route.confidence === 'none') said.push(t('Nothing fits well; a new skill may be worth it.'));
  return said;
}

function scored(route: Route): readonly string[] {
  if (isEarlier(route)) return [];
  const { considered, generation, rivals } = route;
  const skills = considered === 1 ? t('1 skill was scored') : t('{0} skills were scored', integer(considered));
  return [
    generation === undefined
      ? t('{0}, without a trained generation.', skills)
      : t('{0} by generation {1}.', skills, generation),
    ...(rivals ? [beside(route.chosen, rivals)] : []),
  ];
}

/** What the cheap ways of choosing would have put first. */
function beside(chosen: string | null, rivals: NonNullable<Route['rivals']>): string {
  const [bm25, usage] = [rivals.bm25[0] ?? t('nothing'), rivals.usage[0] ?? t('nothing')];
  if (bm25 !== usage) return t('BM25 would put {0} first, BM25 + usage {1}.', bm25, usage);
  return bm25 === chosen
    ? t('BM25 and BM25 + usage would put it first too.')
    : t('BM25 and BM25 + usage would put {0} first.', bm25);
}

function left(count: number): Child {
  if (count === 0) return null;
  const words =
    count === 1
      ? t('1 skill was left out: nobody has looked at its present content yet.')
      : t('{0} skills were left out: nobody has looked at their present content yet.', count);
  return h('p', { key: 'unreviewed', class: 'cap' }, icon('unknown', 'muted'), ' ', words);
}
