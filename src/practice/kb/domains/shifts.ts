import { sum } from '../helpers/amounts.js';
import { dayOf, duration, localTime, paidMinutes } from '../helpers/shiftTime.js';
import { rows } from '../helpers/table.js';
import type { Rules } from '../house.js';
import type { Asked, Kind } from '../kind.js';

type ShiftRow = Readonly<Record<'worker' | 'start' | 'end', string>>;

export function shiftsOn(day: string, input: string, house: Rules<'tz' | 'daystart'>): ShiftRow[] {
  return rows<keyof ShiftRow>(input).filter((row) => dayOf(localTime(row.start, house), house) === day);
}

export function shiftsWorked(
  { who, day }: Asked<'who' | 'day'>,
  house: Rules<'tz' | 'daystart' | 'brk' | 'durfmt'>,
  input: string,
): string {
  const own = shiftsOn(day, input, house).filter((row) => row.worker === who);
  return duration(sum(own.map((row) => paidMinutes(row.start, row.end, house))), house);
}

export function shiftsCount({ day }: Asked<'day'>, house: Rules<'tz' | 'daystart'>, input: string): string {
  return String(shiftsOn(day, input, house).length);
}

export function shiftsLongest({ who }: Asked<'who'>, house: Rules<'brk' | 'durfmt'>, input: string): string {
  const own = rows<keyof ShiftRow>(input).filter((row) => row.worker === who);
  return duration(Math.max(0, ...own.map((row) => paidMinutes(row.start, row.end, house))), house);
}

export function shiftsAllTime({ who }: Asked<'who'>, house: Rules<'brk' | 'durfmt'>, input: string): string {
  const own = rows<keyof ShiftRow>(input).filter((row) => row.worker === who);
  return duration(sum(own.map((row) => paidMinutes(row.start, row.end, house))), house);
}

/** Requests about a shift log: `worker,start,end`. */
export const shifts: readonly Kind[] = [
  {
    id: 'shifts.worked',
    domain: 'shifts',
    about: 'Working time of one person on one day.',
    uses: ['tz', 'daystart', 'brk', 'durfmt'],
    texts: [
      'How long did {who} work on {day} according to the shift log {file}?',
      'Shift log {file}: report the working time of {who} on {day}.',
    ],
    solver: 'shiftsWorked',
    solve: shiftsWorked,
  },
  {
    id: 'shifts.count',
    domain: 'shifts',
    about: 'Shifts that belong to one day.',
    uses: ['tz', 'daystart'],
    texts: [
      'How many shifts in the shift log {file} belong to {day}?',
      'Shift log {file}: count the shifts of the day {day}.',
    ],
    solver: 'shiftsCount',
    solve: shiftsCount,
  },
  {
    id: 'shifts.longest',
    domain: 'shifts',
    about: 'Duration of the longest shift of one person.',
    uses: ['brk', 'durfmt'],
    texts: [
      'How long was the longest shift of {who} in the shift log {file}?',
      'Shift log {file}: report the duration of the longest shift worked by {who}.',
    ],
    solver: 'shiftsLongest',
    solve: shiftsLongest,
  },
  {
    id: 'shifts.alltime',
    domain: 'shifts',
    about: 'Working time of one person over the whole log.',
    uses: ['brk', 'durfmt'],
    texts: ['What is the working time of {who} over the whole shift log {file}?'],
    solver: 'shiftsAllTime',
    solve: shiftsAllTime,
  },
];
