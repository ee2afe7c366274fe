// Gives up root, where permissions do not count, and reads a library.
import { createLibrary } from '../../../../src/engine/skills/library.js';

const [workspace = ''] = process.argv.slice(2);
const nobody = 65534;
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}
const library = createLibrary({ workspace, templates: workspace });
const { skills, broken } = await library.read();
const codes = (diagnostics: readonly { readonly code: string }[]): string => diagnostics.map(({ code }) => code).join();
process.stdout.write(
  JSON.stringify({
    skills: skills.map(({ name, files, diagnostics }) => [
      name,
      files.map(({ path }) => path).join(),
      codes(diagnostics),
    ]),
    broken: broken.map(({ name, diagnostics }) => [name, codes(diagnostics)]),
    same: (await library.read()).skills.every((skill, index) => skill === skills[index]),
  }),
);
