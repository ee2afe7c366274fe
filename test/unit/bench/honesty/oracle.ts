import { sentence } from '../../../../src/practice/kb/house.js';
import { domains, slotsOf } from '../../../../src/practice/kb/kinds.js';
import { makeWorld } from '../../../../src/practice/world.js';

/** Words by which the requests of a domain are known. */
const words: Readonly<Record<string, string>> = {
  ledger: 'ledger, export, booked, amount, account',
  telemetry: 'telemetry, sensor, reading, typical',
  inventory: 'inventory, stock, pieces, site, rows, minimum',
  shifts: 'shift, shifts, log, worked, working',
  calendar: 'calendar, working, days, week, begin, due, date',
  tags: 'asset, tag, serial, number',
  naming: 'title, titles, slug, slugs, document, branch, ticket',
  requests: 'request, requests, log, client, errors, path',
};

/** The conventions of each domain of a world, one sentence each. */
export const conventionsOf = (seed: string): ReadonlyMap<string, readonly string[]> => {
  const { houses } = makeWorld(seed);
  return new Map(
    domains.map((domain) => [
      domain,
      slotsOf(domain).map((slot) => sentence({ slot, option: houses.get(domain)?.[slot] ?? '' })),
    ]),
  );
};

/** SKILL.md of somebody who knows a house. */
export const skillOf = (domain: string, lines: readonly string[]): string =>
  `---\nname: house-${domain}\ndescription: Conventions for tasks that mention ${words[domain]}.\n---\n# ${domain}\n\n\`\`\`recipe\n${lines
    .map((line) => `- ${line}\n`)
    .join('')}\`\`\`\n`;

/** The skills of somebody who knows the houses of a world, by name. */
export const oracle = (seed: string): Record<string, string> =>
  Object.fromEntries([...conventionsOf(seed)].map(([domain, lines]) => [`house-${domain}`, skillOf(domain, lines)]));
