import { solution, type Solution } from './solution.js';

/** A Node script that has the stock by sku in `stock`, the rows of `items.csv` in `items`, and writes a sku for others by `bare`. */
const node = (program: string): string => `node -e '
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const on = (rule) => Boolean(process.env["house_" + rule]);
const rows = (file) => existsSync(file) ? readFileSync(file, "utf8").trim().split("\\n").slice(1).map((line) => line.split(",")) : [];
const bare = (sku) => on("zeros") ? sku.replace(/^0+/, "") : sku;
const lots = (pieces) => on("lots") ? Math.ceil(pieces / 25) * 25 : pieces;
const places = new Map();
for (const [sku, location, quantity, unit] of rows("counts.csv")) {
  if (on("quarantine") && location.startsWith("Q")) continue;
  const pieces = Number(quantity) * (on("cases") && unit === "cs" ? 18 : 1);
  const at = sku + " " + location;
  places.set(at, pieces + (on("replace") ? 0 : places.get(at) ?? 0));
}
const stock = {};
for (const [at, pieces] of places) stock[at.split(" ")[0]] = (stock[at.split(" ")[0]] ?? 0) + pieces;
const items = rows("items.csv").map(([sku, , min]) => ({ sku, min: Number(min), has: stock[sku] ?? 0 }));
const short = items.filter(({ min, has }) => on("double") ? has <= 2 * min : has < min);
${program}
'`;

const reorder = node('for (const { sku } of short) console.log(sku);');

export const tables: readonly Solution[] = [
  solution('tables-stock-417', 'cases quarantine', node('console.log(stock["00417"]);')),
  solution(
    'tables-stock-two',
    'cases quarantine replace',
    node('for (const sku of ["00652", "01120"]) console.log(sku + "=" + stock[sku]);'),
  ),
  solution('tables-reorder-fixings', 'double quarantine', reorder),
  solution(
    'tables-order-shortfalls',
    'lots zeros',
    node(
      'console.log(JSON.stringify(Object.fromEntries(rows("shortfalls.csv").map(([sku, n]) => [bare(sku), lots(Number(n))]))));',
    ),
  ),
  solution('tables-stock-733', 'cases quarantine replace', node('console.log(stock["00733"]);')),
  solution('tables-reorder-climbing', 'double cases quarantine replace', reorder),
  solution(
    'tables-export-stock',
    'zeros cases quarantine replace',
    node(
      'writeFileSync("stock.json", JSON.stringify(Object.fromEntries(Object.entries(stock).map(([sku, n]) => [bare(sku), n]))));',
    ),
  ),
  solution(
    'tables-export-order',
    'double lots zeros cases quarantine',
    node(
      'console.log(JSON.stringify(short.map(({ sku, min, has }) => ({ sku: bare(sku), quantity: lots(3 * min - has) }))));',
    ),
  ),
];
