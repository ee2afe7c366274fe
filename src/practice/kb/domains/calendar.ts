import { daysBetween, isWorkingDay, midnight, shifted, weekday, written } from '../helpers/dates.js';
import type { Rules } from '../house.js';
import type { Asked, Kind } from '../kind.js';

export function calendarDue({ n, d }: Asked<'n' | 'd'>, house: Rules<'workweek' | 'datefmt'>): string {
  let day = midnight(d);
  for (let left = Number(n); left > 0;) {
    day = shifted(day, 1);
    if (isWorkingDay(day, house)) left--;
  }
  return written(day, house);
}

export function calendarBetween({ d, e }: Asked<'d' | 'e'>, house: Rules<'incl'>): string {
  return String(daysBetween(midnight(d), midnight(e), house).length);
}

export function calendarWeek({ d }: Asked<'d'>, house: Rules<'weekstart' | 'datefmt'>): string {
  let day = midnight(d);
  while (weekday(day) !== { mon: 1, sun: 0, sat: 6, wed: 3 }[house.weekstart]) day = shifted(day, -1);
  return written(day, house);
}

export function calendarWorkdays({ d, e }: Asked<'d' | 'e'>, house: Rules<'workweek' | 'incl'>): string {
  return String(daysBetween(midnight(d), midnight(e), house).filter((day) => isWorkingDay(day, house)).length);
}

/** Requests about dates; they need no file. */
export const calendar: readonly Kind[] = [
  {
    id: 'calendar.due',
    domain: 'calendar',
    about: 'The date a number of working days later.',
    uses: ['workweek', 'datefmt'],
    texts: [
      'Which calendar date is {n} working days after {d}?',
      'Calendar: give the due date {n} working days from {d}.',
    ],
    solver: 'calendarDue',
    solve: calendarDue,
  },
  {
    id: 'calendar.between',
    domain: 'calendar',
    about: 'Days from one date to another.',
    uses: ['incl'],
    texts: ['How many calendar days are there from {d} to {e}?', 'Calendar: count the days between {d} and {e}.'],
    solver: 'calendarBetween',
    solve: calendarBetween,
  },
  {
    id: 'calendar.week',
    domain: 'calendar',
    about: 'First day of the week of a date.',
    uses: ['weekstart', 'datefmt'],
    texts: [
      'On which calendar date does the week of {d} begin?',
      'Calendar: give the first day of the week that contains {d}.',
    ],
    solver: 'calendarWeek',
    solve: calendarWeek,
  },
  {
    id: 'calendar.workdays',
    domain: 'calendar',
    about: 'Working days from one date to another.',
    uses: ['workweek', 'incl'],
    texts: ['How many working days does the calendar have from {d} to {e}?'],
    solver: 'calendarWorkdays',
    solve: calendarWorkdays,
  },
];
