import { exceeds, scaled, sum } from '../helpers/amounts.js';
import { kept, most, rows, tally } from '../helpers/table.js';
import type { Rules } from '../house.js';
import type { Asked, Kind } from '../kind.js';

type StockRow = Readonly<Record<'item' | 'site' | 'qty' | 'minimum' | 'flag', string>>;

/** The rows of the list that count. */
export function stock(input: string, house: Rules<'skipflag'>): StockRow[] {
  return kept(rows<keyof StockRow>(input, ';'), house);
}

export function pieces(row: StockRow, house: Rules<'scale'>): number {
  return scaled(Number(row.qty), house);
}

export function inventoryStock({ item }: Asked<'item'>, house: Rules<'scale' | 'skipflag'>, input: string): string {
  const found = stock(input, house).filter((row) => row.item === item);
  return String(sum(found.map((row) => pieces(row, house))));
}

export function inventoryLow(_asked: Asked, house: Rules<'scale' | 'skipflag' | 'bound'>, input: string): string {
  const over = stock(input, house).filter((row) => exceeds(pieces(row, house), Number(row.minimum), house));
  return String(over.length);
}

export function inventorySite(_asked: Asked, house: Rules<'skipflag' | 'tie'>, input: string): string {
  return most(tally(stock(input, house).map((row) => row.site)), house);
}

export function inventorySiteStock({ site }: Asked<'site'>, house: Rules<'scale' | 'skipflag'>, input: string): string {
  const found = stock(input, house).filter((row) => row.site === site);
  return String(sum(found.map((row) => pieces(row, house))));
}

/** Requests about an inventory list: `item;site;qty;minimum;flag`. */
export const inventory: readonly Kind[] = [
  {
    id: 'inventory.stock',
    domain: 'inventory',
    about: 'Pieces of one item in stock.',
    uses: ['scale', 'skipflag'],
    texts: [
      'How many pieces of {item} are in the inventory list {file}?',
      'Inventory {file}: report the total stock of {item} in pieces.',
    ],
    solver: 'inventoryStock',
    solve: inventoryStock,
  },
  {
    id: 'inventory.low',
    domain: 'inventory',
    about: 'Rows that hold more than their minimum.',
    uses: ['scale', 'skipflag', 'bound'],
    texts: [
      'How many inventory rows in {file} hold more than their minimum?',
      'Inventory {file}: count the rows whose stock is over the minimum.',
    ],
    solver: 'inventoryLow',
    solve: inventoryLow,
  },
  {
    id: 'inventory.site',
    domain: 'inventory',
    about: 'Site with the most inventory rows.',
    uses: ['skipflag', 'tie'],
    texts: ['Which site has the most inventory rows in {file}?', 'Inventory {file}: name the site with the most rows.'],
    solver: 'inventorySite',
    solve: inventorySite,
  },
  {
    id: 'inventory.sitestock',
    domain: 'inventory',
    about: 'Pieces one site holds.',
    uses: ['scale', 'skipflag'],
    texts: ['How many pieces does site {site} hold according to the inventory list {file}?'],
    solver: 'inventorySiteStock',
    solve: inventorySiteStock,
  },
];
