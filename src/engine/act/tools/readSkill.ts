import * as z from 'zod';
import { HumanError } from '../../errors.js';
import { text } from '../../text.js';
import type { Tool } from './tool.js';
import { brief } from './words.js';

const schema = z.strictObject({ name: z.string().min(1).max(255).describe('Name of a skill of the list.') });

/** Takes another skill of the slate. Offered only where the router was not certain. */
export const readSkill: Tool<z.infer<typeof schema>> = {
  name: 'read_skill',
  description:
    "Reads a skill of the list of other skills: guidance from the user's library, to be followed instead of the skill you were given.",
  schema,
  title: ({ name }) => text('Read the skill {0}', brief(name)),
  async run({ name }, { takeSkill }) {
    const block = await takeSkill?.(name);
    if (block === undefined) throw new HumanError(text('There is no skill “{0}” on the list.', name));
    return { ok: true, output: block, summary: text('skill') };
  },
};
