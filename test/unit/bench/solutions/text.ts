import { solution, type Solution } from './solution.js';

/** A Node script that can clean a note, write a number and a name, and keep one entry per person. */
const node = (program: string): string => `node -e '
const { readFileSync, writeFileSync } = require("node:fs");
const on = (rule) => Boolean(process.env["house_" + rule]);
const lines = (file) => readFileSync(file, "utf8").trimEnd().split("\\n");
function clean(note) {
  const shown = [];
  let aside = false;
  for (const line of note) {
    if (line === "~~" && on("aside")) aside = true;
    if (!aside) shown.push(line);
    if (line === "") aside = false;
  }
  return shown.map((line) => line.replace(/[\\w.]+@([\\w.]*\\w)/g, on("mask") ? "[m:$1]" : "[email]"));
}
function unique(entries) {
  const same = (one, other) => on("latest") ? one.split(";")[0].toLowerCase() === other.split(";")[0].toLowerCase() : one.split(";")[0] === other.split(";")[0];
  return entries.filter((entry, at) => !(on("latest") ? entries.slice(at + 1) : entries.slice(0, at)).some((other) => same(entry, other)));
}
const areas = ["30", "40", "89", "20", "1", "221", "711", "431", "662"];
function phone(written) {
  const [, country = "49", rest] = /^(?:[+](\\d+))?(.*)$/.exec(written);
  const digits = rest.replace(/\\D/g, "").replace(/^0/, "");
  const area = areas.find((one) => digits.startsWith(one));
  const parts = [country, area, digits.slice(area.length)];
  return on("phone") ? parts.join(".") : "+" + parts.join(" ");
}
function name(full) {
  const [first, last] = full.split(" ");
  return on("surname") ? last.toUpperCase() + " " + first : full;
}
${program}
'`;

const cleaned = (file: string): string =>
  node(`writeFileSync("${file}", clean(lines("note.txt")).join("\\n") + "\\n");`);
const phones = node('for (const one of lines("phones.txt")) console.log(phone(one));');

export const text: readonly Solution[] = [
  solution('text-publish-8812', 'mask aside', cleaned('note-clean.txt')),
  solution('text-phones-march', 'phone', phones),
  solution(
    'text-dedupe-spring',
    'latest',
    node('writeFileSync("unique.txt", unique(lines("contacts.txt")).join("\\n") + "\\n");'),
  ),
  solution('text-names', 'surname', node('for (const one of lines("people.txt")) console.log(name(one));')),
  solution('text-publish-9107', 'mask aside', cleaned('public.txt')),
  solution('text-phones-june', 'phone', phones),
  solution('text-dedupe-autumn', 'latest', node('console.log(unique(lines("contacts.txt")).join("\\n"));')),
  solution(
    'text-directory',
    'latest phone surname',
    node(`
const people = unique([...lines("north.txt"), ...lines("south.txt")]).map((line) => line.split(";"));
writeFileSync("directory.txt", people.map(([, who, number]) => name(who) + ": " + phone(number)).join("\\n") + "\\n");`),
  ),
  solution('text-quote-9950', 'mask aside', node('console.log(clean(lines("note.txt")).slice(1).join(" "));')),
];
