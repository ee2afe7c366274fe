import type { Rules } from '../house.js';

/** The check digit of a serial number, or nothing. */
export function checkDigit(serial: number, house: Rules<'check'>): string {
  return house.check === 'none' ? '' : String(serial % { m7: 7, m9: 9, m5: 5 }[house.check]);
}

export function encodeTag(serial: number, house: Rules<'base' | 'pad' | 'check' | 'prefix'>): string {
  const digits = serial.toString({ b10: 10, b16: 16, b36: 36, b8: 8 }[house.base]).toUpperCase();
  const padded = digits.padStart({ p0: 0, p6: 6, p8: 8 }[house.pad], '0');
  return { none: '', N: 'N-', QX: 'QX' }[house.prefix] + padded + checkDigit(serial, house);
}

export function decodeTag(tag: string, house: Rules<'base' | 'check' | 'prefix'>): { serial: number; valid: boolean } {
  const prefix = { none: '', N: 'N-', QX: 'QX' }[house.prefix];
  const rest = tag.startsWith(prefix) ? tag.slice(prefix.length) : tag;
  const digits = house.check === 'none' ? rest : rest.slice(0, -1);
  const serial = parseInt(digits, { b10: 10, b16: 16, b36: 36, b8: 8 }[house.base]);
  return { serial, valid: checkDigit(serial, house) === rest.slice(digits.length) };
}
