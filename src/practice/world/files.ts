import { integer, pick, type Random, shuffled } from '../random.js';

// The order of the draws is part of the world: another order would be another world for the same seed.

const flags = ['V', 'T', 'H'];
const day = (random: Random): number => Date.UTC(2031, integer(random, 0, 11), integer(random, 1, 27));
const table = (head: string, lines: readonly string[]): string => `${[head, ...lines].join('\n')}\n`;
const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));

export const isoDate = (time: number): string => new Date(time).toISOString().slice(0, 10);
export const randomDay = day;

export const sensors = ['north', 'south', 'deck'];
export const items = ['bolt', 'hinge', 'valve', 'gasket'];
export const sites = ['Arle', 'Brin', 'Cove', 'Dunn'];
export const workers = ['Amara', 'Bosko', 'Chen'];
const paths = ['/cart', '/login', '/healthz', '/ping', '/metrics', '/cart', '/search'];
const statuses = [200, 200, 200, 301, 404, 429, 429, 500, 503];

/** A ledger export and the accounts in it. */
export function ledgerFile(random: Random): { readonly accounts: readonly string[]; readonly text: string } {
  const accounts = shuffled(random, ['4411', '5120', '6203', '7088']).slice(0, 3);
  const lines = times(14, () => {
    const amount = integer(random, 1200, 99999) + (random() < 0.5 ? 5 : 0);
    const date = isoDate(day(random));
    const account = pick(random, accounts);
    const written = random() < 0.22 ? `(${amount})` : String(amount);
    return [date, account, written, random() < 0.3 ? pick(random, flags) : '-'].join(',');
  });
  return { accounts, text: table('date,account,amount,flag', lines) };
}

export function telemetryFile(random: Random): string {
  const lines = times(15, (index) => {
    const sensor = pick(random, sensors);
    const odd = random() < 0.22;
    const reading = odd ? String(pick(random, [-999, 0, 9999])) : (integer(random, 1500, 3900) / 125).toFixed(3);
    return [index * 5, sensor, reading, '-'].join(',');
  });
  return table('minute,sensor,reading,flag', lines);
}

export function inventoryFile(random: Random): string {
  const lines = times(12, () => {
    const quantity = integer(random, 1, 9);
    const near = [quantity, quantity * 12, quantity * 12 + 5, quantity - 1, integer(random, 3, 100)];
    const minimum = pick(random, near);
    const item = pick(random, items);
    const site = pick(random, sites);
    return [item, site, quantity, minimum, random() < 0.3 ? pick(random, flags) : '-'].join(';');
  });
  return table('item;site;qty;minimum;flag', lines);
}

export function shiftFile(random: Random): string {
  const stamp = (time: number): string => new Date(time).toISOString().slice(0, 16);
  const lines = times(9, () => {
    const date = integer(random, 3, 5);
    const hour = integer(random, 0, 23);
    const start = Date.UTC(2031, 4, date, hour, integer(random, 0, 11) * 5);
    const end = start + integer(random, 48, 120) * 5 * 60_000;
    return [pick(random, workers), stamp(start), stamp(end)].join(',');
  });
  return table('worker,start,end', lines);
}

export function requestLog(random: Random): string {
  const ids: string[] = [];
  const lines = times(22, () => {
    const id = random() < 0.25 && ids.length ? pick(random, ids) : `r${integer(random, 100, 999)}`;
    ids.push(id);
    const client = `10.0.0.${integer(random, 1, 4)}`;
    return [id, client, 'GET', pick(random, paths), pick(random, statuses)].join(' ');
  });
  return `${lines.join('\n')}\n`;
}
