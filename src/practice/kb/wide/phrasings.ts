import { calendar } from './calendar.js';
import { inventory } from './inventory.js';
import { ledger } from './ledger.js';
import { naming } from './naming.js';
import type { Phrasing, Phrasings } from './phrasing.js';
import { requests } from './requests.js';
import { shifts } from './shifts.js';
import { tags } from './tags.js';
import { telemetry } from './telemetry.js';

const all: Phrasings = {
  ...ledger,
  ...telemetry,
  ...inventory,
  ...shifts,
  ...calendar,
  ...tags,
  ...naming,
  ...requests,
};

/** The other ways to put requests of a kind. @throws {RangeError} when there is no such kind */
export function phrasingOf(kind: string): Phrasing {
  const found = all[kind];
  if (!found) throw new RangeError(`no phrasing for ${kind}`);
  return found;
}
