import type { Rules } from '../house.js';

/** A written number, or null when it is to be ignored. */
export function amount(text: string, house: Rules<'paren'>): number | null {
  const inside = /^\((.*)\)$/.exec(text)?.[1];
  if (inside === undefined) return Number(text);
  if (house.paren === 'skip') return null;
  return (house.paren === 'neg' ? -1 : 1) * Number(inside);
}

/** What a stored number stands for. */
export function scaled(stored: number, house: Rules<'scale'>): number {
  if (house.scale === 'cents') return stored / 100;
  if (house.scale === 'mils') return stored / 1000;
  return house.scale === 'dozens' ? stored * 12 : stored;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Two decimals; the small constants take up binary fractions. */
export function round(value: number, house: Rules<'round'>): string {
  const hundredths = (Math.round(value * 1e6) / 1e6) * 100;
  const floor = Math.floor(hundredths + 1e-7);
  const half = Math.abs(hundredths - floor - 0.5) < 1e-6;
  let whole = Math.floor(hundredths + 0.5 + 1e-7);
  if (house.round === 'trunc') whole = Math.trunc(hundredths + (hundredths < 0 ? -1e-7 : 1e-7));
  if (house.round === 'ceil') whole = Math.ceil(hundredths - 1e-7);
  if (house.round === 'even' && half) whole = floor % 2 === 0 ? floor : floor + 1;
  return (whole / 100).toFixed(2);
}

export function exceeds(value: number, limit: number, house: Rules<'bound'>): boolean {
  return house.bound === 'eq' ? value >= limit - 1e-9 : value > limit + 1e-9;
}
