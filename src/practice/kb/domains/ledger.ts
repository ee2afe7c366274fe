import { amount, round, scaled, sum } from '../helpers/amounts.js';
import { kept, rows } from '../helpers/table.js';
import type { Rules } from '../house.js';
import type { Asked, Kind } from '../kind.js';

type Money = Rules<'scale' | 'skipflag' | 'paren'>;

/** The amounts that count, of one account or of all. */
export function booked(input: string, house: Money, account?: string): number[] {
  return kept(rows<'account' | 'amount' | 'flag'>(input), house)
    .filter((row) => account === undefined || row.account === account)
    .map((row) => amount(row.amount, house))
    .filter((value) => value !== null)
    .map((value) => scaled(value, house));
}

export function ledgerTotal({ acc }: Asked<'acc'>, house: Money & Rules<'round'>, input: string): string {
  return round(sum(booked(input, house, acc)), house);
}

export function ledgerLargest(_asked: Asked, house: Money, input: string): string {
  return String(Math.max(...booked(input, house)));
}

export function ledgerNet(_asked: Asked, house: Money & Rules<'round'>, input: string): string {
  return round(sum(booked(input, house)), house);
}

export function ledgerAverage({ acc }: Asked<'acc'>, house: Money & Rules<'round'>, input: string): string {
  const amounts = booked(input, house, acc);
  return round(amounts.length ? sum(amounts) / amounts.length : 0, house);
}

/** Requests about a ledger export: `date,account,amount,flag`. */
export const ledger: readonly Kind[] = [
  {
    id: 'ledger.total',
    domain: 'ledger',
    about: 'Total booked on one account of the ledger export.',
    uses: ['scale', 'round', 'skipflag', 'paren'],
    texts: [
      'From the ledger export {file}, what is the total booked on account {acc}?',
      'Ledger {file}: add up the amounts of account {acc} and report the total.',
    ],
    solver: 'ledgerTotal',
    solve: ledgerTotal,
  },
  {
    id: 'ledger.largest',
    domain: 'ledger',
    about: 'Largest amount booked in the ledger export.',
    uses: ['scale', 'skipflag', 'paren'],
    texts: [
      'Which is the largest amount booked in the ledger export {file}?',
      'Ledger {file}: report the largest single booked amount.',
    ],
    solver: 'ledgerLargest',
    solve: ledgerLargest,
  },
  {
    id: 'ledger.net',
    domain: 'ledger',
    about: 'Sum of all amounts in the ledger export.',
    uses: ['scale', 'round', 'skipflag', 'paren'],
    texts: [
      'Ledger {file}: what do all booked amounts come to in total?',
      'Sum up the whole ledger export {file} over all accounts.',
    ],
    solver: 'ledgerNet',
    solve: ledgerNet,
  },
  {
    id: 'ledger.average',
    domain: 'ledger',
    about: 'Average amount booked on one account of the ledger export.',
    uses: ['scale', 'round', 'skipflag', 'paren'],
    texts: ['What is the average amount booked on account {acc} in the ledger export {file}?'],
    solver: 'ledgerAverage',
    solve: ledgerAverage,
  },
];
