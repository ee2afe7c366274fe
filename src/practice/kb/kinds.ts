import { calendar } from './domains/calendar.js';
import { inventory } from './domains/inventory.js';
import { ledger } from './domains/ledger.js';
import { naming } from './domains/naming.js';
import { requests } from './domains/requests.js';
import { shifts } from './domains/shifts.js';
import { tags } from './domains/tags.js';
import { telemetry } from './domains/telemetry.js';
import type { Slot } from './house.js';
import type { Kind } from './kind.js';

/** Everything the practice model can be asked. */
export const kinds: readonly Kind[] = [
  ...ledger,
  ...telemetry,
  ...inventory,
  ...shifts,
  ...calendar,
  ...tags,
  ...naming,
  ...requests,
];

export const domains: readonly string[] = [...new Set(kinds.map((kind) => kind.domain))];

/** The conventions that matter in a domain, in the order its kinds use them. */
export const slotsOf = (domain: string): readonly Slot[] => [
  ...new Set(kinds.filter((kind) => kind.domain === domain).flatMap((kind) => kind.uses)),
];
