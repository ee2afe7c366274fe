import * as z from 'zod';
import { text } from '../../text.js';
import type { Tool } from './tool.js';

const schema = z.strictObject({
  name: z
    .string()
    .max(64)
    .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'lower-case letters, digits and single hyphens')
    .describe('Name of the skill: lower-case words joined by hyphens.'),
  description: z.string().trim().min(1).max(1024).describe('What it does and when to use it, in one or two sentences.'),
  body: z.string().trim().min(1).max(50_000).describe('The instructions, as markdown without front matter.'),
  why: z.string().trim().min(1).max(1000).describe('Why this is worth keeping.'),
});

/** The agent's only way towards the library: it makes a proposal, the person decides. */
export const proposeSkill: Tool<z.infer<typeof schema>> = {
  name: 'propose_skill',
  description:
    'Proposes a new skill: reusable instructions for tasks of the kind you just solved. The user reviews it; nothing is written before it is accepted.',
  schema,
  title: ({ name }) => text('Propose the skill {0}', name),
  async run(draft, { propose }) {
    const id = await propose(draft);
    return {
      ok: true,
      output: `Proposal ${id} was made. The user will decide; go on with the task.`,
      summary: text('proposed'),
    };
  },
};
