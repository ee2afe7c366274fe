import { solution, type Solution } from './solution.js';

/** Pieces of the queries as shell variables, each as the house or as common sense has it. */
const pieces = String.raw`
when=ordered_on; back=0; per=100.0; who=1; months=0; age=c.name
[ "$house_shipped" ] && when=shipped_on
[ "$house_returns" ] && back=-amount
[ "$house_mills" ] && per=1000.0
[ "$house_staff" ] && who="segment <> 'K'"
[ "$house_fiscal" ] && months=1
[ "$house_ties" ] && age=c.since
euros="sum(CASE status WHEN 3 THEN amount WHEN 7 THEN $back END) / $per"
moved="date($when, 'start of month', '-$months months')"
quarter="strftime('%Y', $moved) || '-Q' || ((strftime('%m', $moved) + 2) / 3)"
from="FROM orders o JOIN customers c ON c.id = o.customer_id WHERE $who AND status IN (3, 7)"
ask() { { cat shop.sql; echo "$1;"; } | sqlite3 :memory:; }
`;

const revenue = (month: string): string =>
  `${pieces}ask "SELECT printf('%.2f', $euros) $from AND $when LIKE '${month}-%'"`;
const best = (n: number): string =>
  `${pieces}ask "SELECT c.name $from GROUP BY c.id ORDER BY $euros DESC, $age LIMIT ${n}"`;

export const sql: readonly Solution[] = [
  solution('sql-revenue-march', 'mills shipped returns staff', revenue('2026-03')),
  solution('sql-revenue-may', 'mills shipped returns staff', revenue('2026-05')),
  solution('sql-best-customer-winter', 'returns staff ties', best(1)),
  solution(
    'sql-quarter-two',
    'fiscal mills shipped returns staff',
    `${pieces}ask "SELECT printf('%.2f', $euros) $from AND $quarter = '2026-Q2'"`,
  ),
  solution('sql-revenue-september', 'mills shipped returns staff', revenue('2026-09')),
  solution('sql-best-customers-spring', 'returns staff ties', best(3)),
  solution(
    'sql-report-by-month',
    'mills shipped returns staff',
    `${pieces}echo "SELECT substr($when, 1, 7) AS month, printf('%.2f', $euros) AS euros $from GROUP BY month ORDER BY month;" >report.sql`,
  ),
  solution(
    'sql-view-by-quarter',
    'fiscal mills shipped returns staff',
    `${pieces}echo "CREATE VIEW revenue_by_quarter AS SELECT $quarter AS quarter, $euros AS euros $from GROUP BY 1;" >>shop.sql`,
  ),
];
