import { solution, type Solution } from './solution.js';

/** A Node script with due dates, totals in cents and fees in cents. */
const node = (program: string): string => `node -e '
const { readFileSync } = require("node:fs");
const on = (rule) => Boolean(process.env["house_" + rule]);
const read = (file) => JSON.parse(readFileSync(file, "utf8"));
const later = (date, days) => new Date(Date.parse(date) + days * 86400000).toISOString().slice(0, 10);
/** 1 is Monday, 7 is Sunday. */
const weekday = (date) => new Date(date).getUTCDay() || 7;
function due({ date, terms }) {
  const day = later(date, terms + (on("monday") ? 8 - weekday(date) : 0));
  return on("friday") ? later(day, Math.min(0, 5 - weekday(day))) : day;
}
/** Thousandths of a cent are beyond what rates make of cents; this takes binary noise away. */
const exact = (cents) => Math.round(cents * 1000) / 1000;
const printed = (cents) => on("fives") ? exact(cents) - exact(cents) % 5 : Math.round(exact(cents));
const total = ({ lines, vat }) => printed(lines.reduce((sum, { quantity, price }) => sum + quantity * price * (100 + vat), 0));
const lateDays = (invoice) => (Date.parse(invoice.paid) - Date.parse(due(invoice))) / 86400000;
const fee = (invoice) => printed(total(invoice) * invoice.rate / 100 * Math.max(0, lateDays(invoice) - (on("grace") ? 5 : 0)));
const euros = (cents) => (Math.floor(cents) / 100).toFixed(2);
${program}
'`;

const dates = (file: string): string =>
  node(`for (const one of read("${file}")) console.log(one.number + "=" + due(one));`);
const totalOf = node('console.log(euros(total(read("invoice.json"))));');
const feeOf = node('console.log(euros(fee(read("invoice.json"))));');

export const invoices: readonly Solution[] = [
  solution('invoices-due-2041', 'monday', node('console.log(due(read("invoice.json")));')),
  solution('invoices-due-april', 'monday friday', dates('invoices.json')),
  solution('invoices-total-2060', 'fives', totalOf),
  solution('invoices-total-2066', 'fives', totalOf),
  solution('invoices-fee-2070', 'grace monday fives', feeOf),
  solution('invoices-due-june', 'monday friday', dates('june.json')),
  solution(
    'invoices-totals-july',
    'fives',
    node('for (const one of read("july.json")) console.log(one.number + "=" + euros(total(one)));'),
  ),
  solution('invoices-fee-2120', 'grace monday friday fives', feeOf),
  solution(
    'invoices-payment-run',
    'monday friday',
    node('for (const one of read("open.json")) if (due(one) <= "2026-08-21") console.log(one.number);'),
  ),
  solution(
    'invoices-statement',
    'monday friday fives',
    node(`
const open = {};
for (const one of read("open.json")) if (due(one) <= "2026-09-18") open[one.customer] = (open[one.customer] ?? 0) + total(one);
for (const customer of Object.keys(open)) open[customer] /= 100;
console.log(JSON.stringify(open));`),
  ),
];
