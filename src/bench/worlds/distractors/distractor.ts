/** A skill that no task of the wide world needs. */
export interface Distractor {
  readonly name: string;
  readonly description: string;
  /** Lines of a recipe, or, where it has none, the paragraphs of a text. */
  readonly recipe?: readonly string[];
  readonly text?: string;
}

/** Its SKILL.md. */
export function sourceOf({ name, description, recipe, text }: Distractor): string {
  const words = name.replaceAll('-', ' ');
  const title = words.charAt(0).toUpperCase() + words.slice(1);
  const rules = recipe ? `\n\`\`\`recipe\n${recipe.map((line) => `- ${line}`).join('\n')}\n\`\`\`\n` : '';
  const paragraphs = text === undefined ? '' : `\n${text}\n`;
  return `---\nname: ${name}\ndescription: ${JSON.stringify(description)}\n---\n# ${title}\n${paragraphs}${rules}`;
}
