import { countLines, errorTest } from '../awk.js';
import { counted, isError } from '../helpers/requestLog.js';
import { most, tally } from '../helpers/table.js';
import type { Rules } from '../house.js';
import type { Asked, Kind } from '../kind.js';

type Log = Rules<'health' | 'dedupe'>;

export function requestsErrors(_asked: Asked, house: Log & Rules<'errdef'>, input: string): string {
  return String(counted(input, house).filter(({ status }) => isError(status, house)).length);
}

export function requestsClientHits({ ip }: Asked<'ip'>, house: Log, input: string): string {
  return String(counted(input, house).filter(({ client }) => client === ip).length);
}

export function requestsTopPath(_asked: Asked, house: Log & Rules<'tie'>, input: string): string {
  return most(tally(counted(input, house).map(({ path }) => path)), house);
}

export function requestsClientErrors({ ip }: Asked<'ip'>, house: Log & Rules<'errdef'>, input: string): string {
  const own = counted(input, house).filter(({ client }) => client === ip);
  return String(own.filter(({ status }) => isError(status, house)).length);
}

/** Requests about a request log: `id client method path status`, done with awk where counting is enough. */
export const requests: readonly Kind[] = [
  {
    id: 'requests.errors',
    domain: 'requests',
    about: 'Errors in the request log.',
    uses: ['health', 'errdef', 'dedupe'],
    texts: ['How many errors are in the request log {file}?', 'Request log {file}: count the errors.'],
    solver: 'requestsErrors',
    solve: requestsErrors,
    shell: ({ file = '' }, house) => countLines(file, [errorTest(house)], house),
  },
  {
    id: 'requests.clienthits',
    domain: 'requests',
    about: 'Requests one client sent.',
    uses: ['health', 'dedupe'],
    texts: ['How many requests did client {ip} send according to the request log {file}?'],
    solver: 'requestsClientHits',
    solve: requestsClientHits,
    shell: ({ file = '', ip = '' }, house) => countLines(file, [{ client: ip }], house),
  },
  {
    id: 'requests.toppath',
    domain: 'requests',
    about: 'The path requested most.',
    uses: ['health', 'dedupe', 'tie'],
    texts: [
      'Which path is requested most in the request log {file}?',
      'Request log {file}: name the path with the most requests.',
    ],
    solver: 'requestsTopPath',
    solve: requestsTopPath,
  },
  {
    id: 'requests.clienterrors',
    domain: 'requests',
    about: 'Errors one client ran into.',
    uses: ['health', 'errdef', 'dedupe'],
    texts: ['How many errors did client {ip} run into according to the request log {file}?'],
    solver: 'requestsClientErrors',
    solve: requestsClientErrors,
    shell: ({ file = '', ip = '' }, house) => countLines(file, [{ client: ip }, errorTest(house)], house),
  },
];
