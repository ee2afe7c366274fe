import { encodeTag } from '../kb/helpers/assetTag.js';
import type { House } from '../kb/house.js';
import type { Asked } from '../kb/kind.js';
import { integer, pick, type Random } from '../random.js';
import {
  inventoryFile,
  isoDate,
  items,
  ledgerFile,
  randomDay,
  requestLog,
  sensors,
  shiftFile,
  sites,
  telemetryFile,
  workers,
} from './files.js';
import { randomTitle } from './titles.js';

/** The facts of one task: what is asked for and the files it is about. */
export interface Facts {
  readonly asked: Asked;
  readonly files: Readonly<Record<string, string>>;
}

type Draw = (random: Random, house: House) => Facts;

const oneDay = 86_400_000;
const serial = (random: Random): number => integer(random, 2000, 60000);
const client = (random: Random): string => `10.0.0.${integer(random, 1, 4)}`;
const shiftDay = (random: Random): string => `2031-05-0${integer(random, 3, 5)}`;

/** A task about one file; the values asked for are drawn before the file. */
const about =
  (file: string, content: (random: Random) => string, values: (random: Random) => Asked = () => ({})): Draw =>
  (random) => {
    const asked = { file, ...values(random) };
    return { asked, files: { [file]: content(random) } };
  };

const fileless =
  (values: (random: Random, house: House) => Asked): Draw =>
  (random, house) => ({ asked: values(random, house), files: {} });

const onAccount: Draw = (random) => {
  const { accounts, text } = ledgerFile(random);
  return { asked: { file: 'ledger.csv', acc: pick(random, accounts) }, files: { 'ledger.csv': text } };
};
const wholeLedger = about('ledger.csv', (random) => ledgerFile(random).text);

const between =
  (shortest: number): Draw =>
  (random) => {
    const start = randomDay(random);
    const end = start + integer(random, shortest, 40) * oneDay;
    return { asked: { d: isoDate(start), e: isoDate(end) }, files: {} };
  };

const perhapsWrongTag = (random: Random, house: House): string => {
  const tag = encodeTag(serial(random), house);
  if (random() >= 0.5) return tag;
  return tag.slice(0, -1) + '0123456789'.charAt((tag.charCodeAt(tag.length - 1) + 3) % 10);
};

const telemetryOf = (values?: (random: Random) => Asked): Draw => about('telemetry.csv', telemetryFile, values);
const inventoryOf = (values?: (random: Random) => Asked): Draw => about('inventory.csv', inventoryFile, values);
const shiftsOf = (values?: (random: Random) => Asked): Draw => about('shifts.csv', shiftFile, values);
const logOf = (values?: (random: Random) => Asked): Draw => about('requests.log', requestLog, values);
const titled = fileless((random) => ({ title: randomTitle(random) }));

/** How the facts of each kind of request are drawn. */
export const draws: Readonly<Record<string, Draw>> = {
  'ledger.total': onAccount,
  'ledger.largest': wholeLedger,
  'ledger.net': wholeLedger,
  'ledger.average': onAccount,
  'telemetry.typical': telemetryOf((random) => ({ sensor: pick(random, sensors) })),
  'telemetry.peak': telemetryOf(),
  'telemetry.lowest': telemetryOf(),
  'telemetry.overall': telemetryOf(),
  'inventory.stock': inventoryOf((random) => ({ item: pick(random, items) })),
  'inventory.low': inventoryOf(),
  'inventory.site': inventoryOf(),
  'inventory.sitestock': inventoryOf((random) => ({ site: pick(random, sites) })),
  'shifts.worked': shiftsOf((random) => ({ who: pick(random, workers), day: shiftDay(random) })),
  'shifts.count': shiftsOf((random) => ({ day: shiftDay(random) })),
  'shifts.longest': shiftsOf((random) => ({ who: pick(random, workers) })),
  'shifts.alltime': shiftsOf((random) => ({ who: pick(random, workers) })),
  'calendar.due': fileless((random) => ({ n: String(integer(random, 3, 12)), d: isoDate(randomDay(random)) })),
  'calendar.between': between(4),
  'calendar.week': fileless((random) => ({ d: isoDate(randomDay(random)) })),
  'calendar.workdays': between(6),
  'tags.encode': fileless((random) => ({ n: String(serial(random)) })),
  'tags.decode': fileless((random, house) => ({ tag: encodeTag(serial(random), house) })),
  'tags.valid': fileless((random, house) => ({ tag: perhapsWrongTag(random, house) })),
  'tags.next': fileless((random, house) => ({ tag: encodeTag(serial(random), house) })),
  'naming.slug': titled,
  'naming.doc': titled,
  'naming.branch': titled,
  'naming.pair': fileless((random) => ({ title: randomTitle(random), other: randomTitle(random) })),
  'requests.errors': logOf(),
  'requests.clienthits': logOf((random) => ({ ip: client(random) })),
  'requests.toppath': logOf(),
  'requests.clienterrors': logOf((random) => ({ ip: client(random) })),
};
