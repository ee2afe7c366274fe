import { type Convention, sentence } from '../kb/house.js';
import { houses } from './house.js';
import type { PracticeTask } from './tasks.js';

/** The rule the skill of the workspace has wrong; the house counts such numbers as negative. */
export const wrongRule: Convention = { slot: 'paren', option: 'pos' };

/** The skill the workspace starts with: right, but for one rule. */
export function ledgerSkill(): string {
  const rules = (['scale', 'round', 'skipflag', 'paren'] as const).map((slot): Convention => {
    const option = houses.ledger?.[slot] ?? '';
    return slot === wrongRule.slot ? wrongRule : { slot, option };
  });
  return `---
name: ledger-conventions
description: How this house keeps its ledger export (CSV). Use it for the total, net, average or largest amount booked on an account, or over all accounts.
---
# Ledger conventions

The ledger export comes from the till. These rules say how to read it.

\`\`\`recipe
${rules.map((rule) => `- ${sentence(rule)}`).join('\n')}
\`\`\`
`;
}

export const checker = `// Compares the answer in the environment variable ANSWER with the expected one: node check.mjs <task id>
import { readFileSync } from 'node:fs';

const id = process.argv[2] ?? '';
const answers = JSON.parse(readFileSync(new URL('expected.json', import.meta.url), 'utf8'));
const got = (process.env.ANSWER ?? '').trim();
if (!Object.hasOwn(answers, id)) {
  console.error(\`There is no task \${id}.\`);
  process.exitCode = 2;
} else if (got === answers[id]) {
  console.log('ok');
} else {
  console.log(\`expected: \${answers[id]}\`);
  console.log(\`got: \${got}\`);
  process.exitCode = 1;
}
`;

/** The tasks in the form of task files, one JSON object per line. */
export const taskFile = (tasks: readonly PracticeTask[]): string =>
  tasks
    .map(({ id, domain, prompt }) => {
      const check = { type: 'shell', script: `node check.mjs ${id}` };
      return `${JSON.stringify({ id, domain, prompt, check })}\n`;
    })
    .join('');

export const readme = (tasks: readonly PracticeTask[]): string => `# Practice workspace

The files of a small made-up house, for watching Memento learn. The practice model that works here is **simulated**: it is part of
Memento, runs on this computer, needs no key and knows only tasks like these. What it gets wrong, its skills got wrong.

The house has conventions nobody wrote down completely: how numbers are stored, what a flag means, when a day begins. Each task has a
check that knows the right answer. When a check fails, Memento finds the rule to blame and proposes a change to a skill.

Try this:

1. Solve \`ledger-total\`. The skill \`ledger-conventions\` has one rule wrong: the check fails, and a rewrite is proposed. Accept it and
   run the task again.
2. Solve \`request-errors\`. No skill is about request logs yet: a new one is proposed. Accept it and solve \`request-client-errors\`.
3. Go on with the others.

| task | request |
|---|---|
${tasks.map(({ id, prompt }) => `| \`${id}\` | ${prompt} |`).join('\n')}

\`tasks.jsonl\` holds the same tasks for the command line. A check is \`node check.mjs <task>\`; it reads the answer from the environment
variable ANSWER and compares it with \`expected.json\`. The skills lie in \`.memento/skills\`.
`;
