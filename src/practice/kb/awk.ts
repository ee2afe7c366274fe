import type { Rules } from './house.js';

/** Lines of a request log that count as errors, as an awk condition on the status (field 5). */
export function errorTest(house: Rules<'errdef'>): string {
  const tests = {
    s5: '$5 >= 500',
    s4: '$5 >= 400',
    s429: '($5 == 429 || $5 >= 500)',
    s4o: '($5 >= 400 && $5 < 500)',
  };
  return tests[house.errdef];
}

/** The pipeline that counts the lines of a request log that pass all tests; the program is one a person would type. */
export function countLines(
  file: string,
  tests: readonly (string | { readonly client: string })[],
  house: Rules<'health' | 'dedupe'>,
): string {
  const probe = { none: '', hz: '/healthz', ping: '/ping', met: '/metrics' }[house.health];
  const conditions = [
    ...(probe ? [`$4 != "${probe}"`] : []),
    ...tests.map((test) => (typeof test === 'string' ? test : `$2 == ${awkString(test.client)}`)),
  ];
  const source = {
    all: `cat ${shellWord(file)}`,
    first: `awk '!seen[$1]++' ${shellWord(file)}`,
    // The last line of each id, in portable awk (tac is not everywhere).
    last: `awk '{ line[NR] = $0; last[$1] = NR } END { for (i = 1; i <= NR; i++) { split(line[i], f, " "); if (last[f[1]] == i) print line[i] } }' ${shellWord(file)}`,
  }[house.dedupe];
  const program = `${conditions.join(' && ')} { n++ } END { print n + 0 }`;
  return `${source} | awk ${quoted(program)}`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

const shellWord = (text: string): string => (/^[\w./-]+$/.test(text) ? text : quoted(text));

const awkString = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;
