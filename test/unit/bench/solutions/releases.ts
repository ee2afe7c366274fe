import { solution, type Solution } from './solution.js';

/** A Node script that can make slugs and the number after a version. */
const node = (program: string): string => `node -e '
const { readdirSync, readFileSync, renameSync, writeFileSync } = require("node:fs");
const on = (rule) => Boolean(process.env["house_" + rule]);
const read = (file) => readFileSync(file, "utf8").trimEnd();
function slug(title) {
  const words = title.toLowerCase().split(" ").map((word) => on("vowels") ? word.slice(0, 3) + word.slice(3).replace(/[aeiou]/g, "") : word);
  while (on("length") && words.join("-").length > 24) words.pop();
  return words.join("-");
}
function afterFix(version) {
  const [major, minor, patch] = version.split(".").map(Number);
  return [major, minor, patch + (on("even") ? 2 - patch % 2 : 1)].join(".");
}
function notes(file) {
  const entries = read("changes.csv").split("\\n").slice(1).map((line) => line.split(","));
  const published = on("ticket") ? entries.filter(([, ticket]) => ticket) : entries;
  const sections = on("order") ? ["Fixed", "Changed", "Added"] : ["Added", "Changed", "Fixed"];
  const lines = sections.flatMap((name) => [
    "## " + name,
    ...published.filter(([type]) => type === name).map(([, ticket, what]) => "- " + what + (ticket ? " (" + ticket + ")" : "")),
  ]);
  writeFileSync(file, lines.join("\\n") + "\\n");
}
const release = () => JSON.parse(read("release.json"));
${program}
'`;

const slugs = node('for (const title of read("titles.txt").split("\\n")) console.log(slug(title));');
const next = node('console.log(afterFix(release().current));');

export const releases: readonly Solution[] = [
  solution('releases-slug-import', 'vowels length', slugs),
  solution('releases-slug-list', 'vowels', slugs),
  solution('releases-next-fix', 'even', next),
  solution('releases-notes-may', 'order ticket', node('notes("NOTES.md");')),
  solution('releases-slug-undo', 'vowels length', slugs),
  solution('releases-next-hotfix', 'even', next),
  solution('releases-notes-june', 'order ticket', node('notes("RELEASE.md");')),
  solution(
    'releases-rename-drafts',
    'vowels length',
    node(
      'for (const name of readdirSync("drafts")) renameSync("drafts/" + name, "drafts/" + slug(read("drafts/" + name).split("\\n")[0]) + ".md");',
    ),
  ),
  solution(
    'releases-tag-hotfix',
    'vowels even',
    node('console.log(slug(release().title) + "-v" + afterFix(release().current));'),
  ),
];
