import { parseSkill } from '../../src/engine/skills/format.js';
import { lintSkill } from '../../src/engine/skills/lint/lintSkill.js';
import { seeded } from '../unit/store/children.js';

const count = 1000;
const rounds = 5;
const words =
  'file check list build test run deploy parse value error retry limit query table index cache curl base64 user'.split(
    ' ',
  );

/** A skill as those in the wild are: 1 to 8 KB of prose, lists, code and links, some in Korean. */
function skillText(name: string, random: () => number): string {
  const word = (): string => words[Math.floor(random() * words.length)] ?? '';
  const sentence = (): string => Array.from({ length: 12 }, word).join(' ');
  const korean = random() < 0.1;
  const size = 1000 + random() ** 2 * 7000;
  let body = `# ${name}\n\n`;
  while (body.length < size) {
    const kind = random();
    if (kind < 0.1) body += `## ${word()}\n\n`;
    else if (kind < 0.2) body += `\`\`\`sh\npython scripts/${word()}.py --${word()} "${word()}"\n\`\`\`\n\n`;
    else if (kind < 0.25) body += `See [${word()}](references/${word()}.md).\n\n`;
    else if (kind < 0.5) body += `- **${word()}**: ${sentence()}\n`;
    else body += korean ? `파일을 확인하고 ${word()} 값을 고칩니다. 👍\n\n` : `${sentence()}.\n\n`;
  }
  const about = `Handles ${sentence()}. Use when the task asks for ${sentence()}.`;
  const more = random() < 0.5 ? 'license: MIT\nmetadata:\n  author: me\n  version: "1.0"\n' : 'version: 1.0\n';
  return `---\nname: ${name}\ndescription: ${about}\n${more}---\n\n${body}`;
}

/** Processor time in milliseconds of the best of several rounds: other work on the machine makes the others longer. */
function best(work: () => void): number {
  let least = Infinity;
  for (let round = 0; round < rounds; round++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

export const bench = {
  title: 'Reading and linting skills, against gray-matter alone',
  async measure(): Promise<{ what: string; value: number; unit: string }[]> {
    const { default: matter } = await import('gray-matter');
    const random = seeded(7);
    const files = Array.from({ length: count }, (_, index) => {
      const folder = `skill-${index}`;
      return {
        folder,
        source: skillText(folder, random),
        paths: ['SKILL.md', 'scripts/file.py', 'references/list.md'],
      };
    });
    // An options object keeps gray-matter from its cache.
    const plain = best(() => files.forEach(({ source }) => matter(source, {})));
    const parse = best(() => files.forEach(({ source, folder }) => parseSkill(source, folder)));
    const lint = best(() => files.forEach((file) => lintSkill(file)));
    const perSecond = (time: number): number => (count / time) * 1000;
    const kilobytes = files.reduce((sum, { source }) => sum + source.length, 0) / 1024 / count;
    return [
      { what: 'parseSkill, times as long as gray-matter alone', value: parse / plain, unit: 'x' },
      { what: 'lintSkill, times as long as gray-matter alone', value: lint / plain, unit: 'x' },
      { what: 'lintSkill, times as long as parseSkill', value: lint / parse, unit: 'x' },
      { what: 'gray-matter alone', value: perSecond(plain), unit: 'files/s' },
      { what: 'parseSkill', value: perSecond(parse), unit: 'files/s' },
      { what: 'lintSkill', value: perSecond(lint), unit: 'files/s' },
      { what: 'average file', value: kilobytes, unit: 'KB' },
    ];
  },
};
