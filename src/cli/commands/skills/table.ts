import { t } from '../../l10n.js';
import { diagnosticLine } from './lines.js';
import type { SkillRow, SkillState } from './rows.js';

/** Columns; longer names push their own row to the right. */
const widestName = 40;

/** The rows for a person: a table for each source, then the problems. */
export function skillTable(rows: readonly SkillRow[]): readonly string[] {
  const lines: string[] = [];
  const width = Math.min(widestName, Math.max(0, ...rows.map(({ name }) => name.length)));
  let title: string | undefined;
  for (const row of rows) {
    if (titleOf(row) !== title) {
      if (title !== undefined) lines.push('');
      title = titleOf(row);
      lines.push(title);
    }
    lines.push(`  ${[row.name.padEnd(width), ...columns(row)].join('  ').trimEnd()}`);
  }
  return [...lines, ...problems(rows), ...footnotes(rows)];
}

function titleOf({ source, state }: SkillRow): string {
  if (state === 'quarantined') return t('In quarantine');
  if (state === 'archived') return t('Archived');
  if (source === 'own') return t('Own skills');
  if (source === 'elementary') return t('Elementary skills');
  return `${source} (${t('read-only')})`;
}

function columns(row: SkillRow): string[] {
  const { state, id } = row;
  if (state === 'quarantined') return [id ?? '', t('from {0}', row.source)];
  if (state === 'archived') return [version(row)];
  const marks = [
    ...(state === 'ready' ? [] : [wordOf(state)]),
    ...(row.locked ? [t('locked')] : []),
    ...probation(row),
    ...uplift(row),
    ...row.published.map(({ target, drift }) =>
      drift === 'same' ? t('published to {0}', target) : t('published to {0}: {1}', target, driftOf(drift)),
    ),
  ];
  return state === 'ready' || state === 'review' ? [version(row), record(row).padEnd(18), marks.join(', ')] : marks;
}

const version = (row: SkillRow): string => (row.version === null ? '' : `v${row.version}`).padEnd(4);

const record = ({ uses, utility }: SkillRow): string =>
  uses ? t('{0} % of {1} uses', Math.round((utility ?? 0) * 100), uses) : t('not used yet');

const probation = ({ probation: on }: SkillRow): string[] =>
  on === null || on.state === 'kept'
    ? []
    : [on.state === 'worse' ? t('worse than before') : t('on probation ({0} of {1})', on.uses, on.of)];

/** In points: what is shown beside it is in per cent, too. */
const uplift = ({ uplift: worth }: SkillRow): string[] => {
  if (worth === null) return [];
  const points = Math.round(worth.mean * 100);
  return [t('{0} points against no skill', points > 0 ? `+${points}` : points)];
};

const wordOf = (state: SkillState): string =>
  ({
    ready: t('ready'),
    review: t('to review'),
    problem: t('problem'),
    shadowed: t('hidden by another skill of this name'),
    quarantined: t('in quarantine'),
    archived: t('archived'),
  })[state];

const driftOf = (drift: SkillRow['published'][number]['drift']): string =>
  ({
    same: t('the same'),
    'skill-changed': t('the skill has changed since'),
    'copy-changed': t('the copy was changed'),
    'both-changed': t('the skill and the copy were changed'),
    'copy-missing': t('the copy is gone'),
    'skill-missing': t('the skill is gone'),
  })[drift];

/** Errors in full; of warnings there may be many in other people's skills. */
function problems(rows: readonly SkillRow[]): readonly string[] {
  const lines = rows.flatMap(({ name, path, id, diagnostics }) => {
    const errors = diagnostics.filter(({ severity }) => severity === 'error');
    return errors.length
      ? [`  ${name}  ${path ?? id ?? ''}`, ...errors.map((one) => `    ${diagnosticLine(one)}`)]
      : [];
  });
  return lines.length ? ['', t('Problems'), ...lines] : [];
}

function footnotes(rows: readonly SkillRow[]): readonly string[] {
  const warnings = rows.reduce(
    (sum, row) => sum + row.diagnostics.filter((one) => one.severity === 'warning').length,
    0,
  );
  const review = rows.filter(({ state }) => state === 'review').length;
  const waiting = rows.some(({ state }) => state === 'quarantined');
  const notes = [
    ...(review ? [reviewHint(review)] : []),
    ...(waiting
      ? [t('To use what is in quarantine: memento skills trust NAME; to throw it away: memento skills discard NAME')]
      : []),
    ...(warnings
      ? [warnings === 1 ? t('1 warning: memento skills lint') : t('{0} warnings: memento skills lint', warnings)]
      : []),
  ];
  return notes.length ? ['', ...notes] : [];
}

/** Said once by whatever would have used them. */
export const reviewHint = (count: number): string =>
  count === 1
    ? t('1 skill is not used until you look at it: memento skills trust')
    : t('{0} skills are not used until you look at them: memento skills trust', count);
