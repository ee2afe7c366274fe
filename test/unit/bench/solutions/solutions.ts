import { config } from './config.js';
import { invoices } from './invoices.js';
import { javascript } from './javascript.js';
import { logs } from './logs.js';
import { releases } from './releases.js';
import type { Solution } from './solution.js';
import { sql } from './sql.js';
import { tables } from './tables.js';
import { text } from './text.js';

/** How the tasks of each domain are solved. */
export const solutions: Readonly<Record<string, readonly Solution[]>> = {
  config,
  invoices,
  javascript,
  logs,
  releases,
  sql,
  tables,
  text,
};
