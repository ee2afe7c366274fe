import type { Rules } from '../house.js';

export function midnight(date: string): number {
  return Date.parse(`${date}T00:00Z`);
}

/** The day before (-1), after (1) or further away. */
export function shifted(day: number, days: number): number {
  return day + days * 86_400_000;
}

export function weekday(day: number): number {
  return new Date(day).getUTCDay();
}

export function isWorkingDay(day: number, house: Rules<'workweek'>): boolean {
  const week = { mf: [1, 2, 3, 4, 5], st: [0, 1, 2, 3, 4], ms: [1, 2, 3, 4, 5, 6], ts: [2, 3, 4, 5, 6] };
  return week[house.workweek].includes(weekday(day));
}

/** The days of an interval that count. */
export function daysBetween(first: number, last: number, house: Rules<'incl'>): number[] {
  const days = [];
  for (let day = first; day <= last; day = shifted(day, 1)) days.push(day);
  if (house.incl === 'both') return days;
  return house.incl === 'neither' ? days.slice(1, -1) : days.slice(1);
}

export function written(day: number, house: Rules<'datefmt'>): string {
  const iso = new Date(day).toISOString().slice(0, 10);
  const [year, month, date] = iso.split('-');
  if (house.datefmt === 'dmy') return `${date}/${month}/${year}`;
  if (house.datefmt === 'mdy') return `${month}-${date}-${year}`;
  return house.datefmt === 'cmp' ? `${year}${month}${date}` : iso;
}
