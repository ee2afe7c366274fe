import type { Rules } from '../house.js';

/** The requests of a log that count, lines of `id client method path status`. */
export function counted(
  input: string,
  house: Rules<'health' | 'dedupe'>,
): { id: string; client: string; path: string; status: number }[] {
  const requests = input
    .trim()
    .split(/\r?\n/)
    .map((line) => {
      const [id = '', client = '', , path = '', status] = line.split(' ');
      return { id, client, path, status: Number(status) };
    });
  const ids = requests.map(({ id }) => id);
  const single = requests.filter(({ id }, index) => {
    if (house.dedupe === 'first') return ids.indexOf(id) === index;
    return house.dedupe === 'all' || ids.lastIndexOf(id) === index;
  });
  const probe = { none: null, hz: '/healthz', ping: '/ping', met: '/metrics' }[house.health];
  return single.filter(({ path }) => path !== probe);
}

export function isError(status: number, house: Rules<'errdef'>): boolean {
  if (house.errdef === 's4') return status >= 400;
  if (house.errdef === 's429') return status === 429 || status >= 500;
  return house.errdef === 's4o' ? status >= 400 && status < 500 : status >= 500;
}
