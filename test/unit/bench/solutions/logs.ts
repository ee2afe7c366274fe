import { solution, type Solution } from './solution.js';

const functions = String.raw`
  function on(rule) { return ENVIRON["house_" rule] != "" }
  function counts() { return !(on("uptime") && $6 ~ /^kestrel\//) }
  function within(date, next_date) {
    if (!on("day")) return substr($1, 1, 10) == date
    return substr($1, 12, 2) >= "06" ? substr($1, 1, 10) == date : substr($1, 1, 10) == next_date
  }
  function failed() {
    if (on("errors")) return $2 == 499 || ($2 >= 500 && $2 != 503)
    return $2 >= 500
  }
  function slow() { return $5 >= (on("slow") ? 750 : 1000) }
`;
const awk = (program: string): string => `export LC_ALL=C\nawk '${functions}${program}' gateway.log`;

const top = (program: string, n: number): string =>
  `${awk(program)} | sort -k1,1nr -k2,2n -k3,3 | head -n ${n} | awk '{ print $3 }'`;
const lengthOnTies = 'print n[p], (on("ties") ? length(p) : 0), p';

/** The lines of one date; awk knows no calendar, so the date after it is said. */
const within = (date: string, next: string): string => `counts() && within("${date}", "${next}")`;

export const logs: readonly Solution[] = [
  solution(
    'logs-errors-march-4',
    'uptime day errors',
    awk(`${within('2026-03-04', '2026-03-05')} && failed() { n++ } END { print n + 0 }`),
  ),
  solution(
    'logs-errors-worst-path',
    'uptime errors',
    awk('counts() && failed() { n[$4]++ } END { for (p in n) print p "=" n[p] }'),
  ),
  solution('logs-top-paths-april', 'uptime ties', top(`counts() { n[$4]++ } END { for (p in n) ${lengthOnTies} }`, 3)),
  solution(
    'logs-slow-april-9',
    'uptime day slow',
    awk(`${within('2026-04-09', '2026-04-10')} && slow() { n++ } END { print n + 0 }`),
  ),
  solution(
    'logs-errors-may-12',
    'uptime day errors',
    awk(`${within('2026-05-12', '2026-05-13')} && failed() { n++ } END { print n + 0 }`),
  ),
  solution(
    'logs-top-paths-may-20',
    'uptime day ties',
    top(`${within('2026-05-20', '2026-05-21')} { n[$4]++ } END { for (p in n) ${lengthOnTies} }`, 3),
  ),
  solution(
    'logs-availability-june-1',
    'uptime day errors',
    awk(
      `${within('2026-06-01', '2026-06-02')} { n++; if (failed()) bad++ } END { printf "%.2f%%\\n", 100 * (n - bad) / n }`,
    ),
  ),
  solution(
    'logs-availability-by-path',
    'uptime day errors slow',
    awk(`
      ${within('2026-06-15', '2026-06-16')} { n[$4]++; bad[$4] += failed(); late[$4] += slow() }
      END {
        for (p in n) line = line sprintf("%s\\"%s\\":{\\"requests\\":%d,\\"errors\\":%d,\\"slow\\":%d}", line ? "," : "", p, n[p], bad[p], late[p])
        print "{" line "}"
      }`),
  ),
];
