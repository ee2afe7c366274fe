import { locale, t } from './l10n.js';

/** Keeps a number and its unit on one line. */
const nbsp = '\u00a0';

/** A share from 0 to 1 as `84 %`. */
export const percent = (share: number): string => `${Math.round(share * 100)}${nbsp}%`;

/** The interval of a share as `69 to 87 %`. */
export const span = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  t('{0} to {1}', Math.round(low * 100), percent(high));

/** A number with so many digits behind the point, a true minus before it. */
export const decimal = (value: number, digits: number): string => {
  const written = Math.abs(value).toLocaleString(locale(), {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return value < 0 && Number(value.toFixed(digits)) !== 0 ? `−${written}` : written;
};

/** A whole number with the reader's separators. */
export const integer = (value: number): string => value.toLocaleString(locale(), { maximumFractionDigits: 0 });

/** Tokens as `940`, `18.2k`, `1.4M`; a dash when the endpoint did not say. */
export function tokens(count: number | null): string {
  if (count === null) return '–';
  if (count < 1000) return integer(count);
  const [value, unit] = count < 999_950 ? [count / 1000, 'k'] : [count / 1_000_000, 'M'];
  return `${value.toLocaleString(locale(), { minimumFractionDigits: 1, maximumFractionDigits: 1 })}${unit}`;
}

/** Milliseconds of a run as `1:42` or `1:02:07`. */
export function clock(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** Milliseconds of one step or check as `0.3 ms`, `12 ms`, `4.4 s`, `2:05`. */
export function duration(ms: number): string {
  const figure = (value: number, digits: number): string =>
    value.toLocaleString(locale(), { minimumFractionDigits: digits, maximumFractionDigits: digits });
  if (ms < 10) return `${figure(ms, 1)}${nbsp}ms`;
  if (ms < 100) return `${figure(ms, 0)}${nbsp}ms`;
  if (ms < 60_000) return `${figure(ms / 1000, 1)}${nbsp}s`;
  return clock(ms);
}

/** How long ago, in the shortest words that are still true: `now`, `2 min`, `3 h`, `yesterday`, `Tue`, `4 Nov`. */
export function age(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return t('now');
  if (minutes < 60) return t('{0} min', minutes);
  const days = calendarDays(at, now);
  if (days === 0 || minutes < 6 * 60) return t('{0} h', Math.floor(minutes / 60));
  if (days === 1) return t('yesterday');
  if (days < 7) return new Date(at).toLocaleDateString(locale(), { weekday: 'short' });
  return new Date(at).toLocaleDateString(locale(), { day: 'numeric', month: 'short' });
}

function calendarDays(from: number, to: number): number {
  const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
  return Math.round((midnight(to) - midnight(from)) / 86_400_000);
}
