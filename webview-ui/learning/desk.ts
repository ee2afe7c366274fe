import type { BenchReport, ConditionReport, CurveRound } from '../../src/protocol.js';
import type { UiState } from '../ui.js';

/** What the reader of a report has chosen. */
export interface Chosen {
  /** The condition the figures of one condition are about; `null`: the one that learns best by design. */
  readonly condition: string | null;
  /** The round whose library and failures are listed; `null`: the last. */
  readonly round: number | null;
  /** Curves that are shown or not, where the reader said so. */
  readonly shown: Readonly<Record<string, boolean>>;
  /** Whether the curves of unseen kinds are drawn. */
  readonly unseen: boolean;
}

export const nothingChosen: Chosen = { condition: null, round: null, shown: {}, unseen: true };

/** What the reader opened and where the reader is in each drawing. */
export type ReadingPlace = Pick<UiState, 'open' | 'points'>;

/** What every part of a report is drawn from, in the panel as in a file of its own. */
export interface Desk {
  readonly report: BenchReport;
  readonly chosen: Chosen;
  readonly ui: ReadingPlace;
  /** Width of the page in pixels: drawings are made to measure. */
  readonly width: number;
  readonly choose: (change: Partial<Chosen>) => void;
  readonly update: (change: Partial<ReadingPlace>) => void;
  /** Gives the reader a file. */
  readonly save: (name: string, content: string) => void;
}

/** Names of the conditions everybody wants to see first, in this order. */
const first = ['full', 'naive', 'none'];
/** Curves shown by themselves where none of these ran. */
const few = 3;

/** All conditions, those everybody wants to see first at the beginning. */
export const ordered = ({ conditions }: BenchReport): readonly ConditionReport[] => [
  ...first.flatMap((name) => conditions.filter((condition) => condition.name === name)),
  ...conditions.filter(({ name }) => !first.includes(name)),
];

/** The condition the figures of one condition are about. */
export const focus = ({ report, chosen }: Pick<Desk, 'report' | 'chosen'>): ConditionReport | undefined =>
  report.conditions.find(({ name }) => name === chosen.condition) ?? ordered(report)[0];

/** The round whose library and failures are listed. */
export const roundOf = ({ chosen }: Pick<Desk, 'chosen'>, { curve }: ConditionReport): CurveRound | undefined =>
  curve.find(({ round }) => round === chosen.round) ?? curve.at(-1);

/** The conditions whose curves are drawn. */
export function shown({ report, chosen }: Pick<Desk, 'report' | 'chosen'>): readonly ConditionReport[] {
  const all = ordered(report);
  const known = all.filter(({ name }) => first.includes(name));
  const byItself = known.length > 0 ? known : all.slice(0, few);
  return all.filter((condition) => chosen.shown[condition.name] ?? byItself.includes(condition));
}
