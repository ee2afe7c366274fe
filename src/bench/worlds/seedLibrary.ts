/** The library of the simulated world before anything was learned: general skills that state no convention of any house. */
const seeds: Readonly<Record<string, string>> = {
  filesystem: 'Read, list and write a file in the workspace.',
  terminal: 'Run shell commands such as grep, sort and awk on a log.',
  'csv-tools': 'Work with rows and columns of an export or list.',
  'date-basics': 'Work with a date, days and hours.',
  'text-tools': 'Change text, titles and names.',
};

/** SKILL.md by name. */
export const seedLibrary: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(seeds).map(([name, description]) => [
    name,
    `---\nname: ${name}\ndescription: ${description}\n---\n# ${name}\n\n\`\`\`recipe\n- Read the inputs before computing.\n- Print only the result.\n\`\`\`\n`,
  ]),
);
