import type { Rules } from '../house.js';

/** Milliseconds of a local stamp such as 2031-05-03T07:40. */
export function localTime(stamp: string, house: Rules<'tz'>): number {
  return Date.parse(`${stamp}:00Z`) + { z0: 0, p2: 2, m5: -5, p9: 9 }[house.tz] * 3_600_000;
}

/** The day a moment belongs to, as YYYY-MM-DD. */
export function dayOf(moment: number, house: Rules<'daystart'>): string {
  return new Date(moment - { d0: 0, d6: 6, d4: 4 }[house.daystart] * 3_600_000).toISOString().slice(0, 10);
}

/** Minutes of a shift that count. */
export function paidMinutes(start: string, end: string, house: Rules<'brk'>): number {
  const minutes = (Date.parse(`${end}:00Z`) - Date.parse(`${start}:00Z`)) / 60_000;
  if (house.brk === 'b30') return minutes - (minutes > 360 ? 30 : 0);
  if (house.brk === 'b60') return minutes - (minutes > 480 ? 60 : 0);
  return house.brk === 'b45' ? minutes - 45 : minutes;
}

export function duration(minutes: number, house: Rules<'durfmt'>): string {
  if (house.durfmt === 'hm') return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;
  return house.durfmt === 'min' ? String(minutes) : (minutes / 60).toFixed(2);
}
