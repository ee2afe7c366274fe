import { hear } from '../kb/house.js';

/** A line of a skill that is followed to the letter. */
export interface RecipeLine {
  /** Line of SKILL.md, from 1. */
  readonly line: number;
  /** The whole line, and what stands in it after the bullet. */
  readonly raw: string;
  readonly says: string;
}

/** A skill as the practice model reads it. */
export interface SkillText {
  readonly name: string;
  readonly description: string;
  /** Line of the description when it stands on one line, from 1. */
  readonly descriptionLine: number | undefined;
  /** The lines of SKILL.md. */
  readonly lines: readonly string[];
  readonly recipe: readonly RecipeLine[];
  /** The whole text, as it stands in the prompt. */
  readonly text: string;
}

const bullet = /^\s*(?:[-*]|\d+\.)\s+/;

/** The skills of a prompt. `numbered` when each line carries its number, as attribution and rewriting show it. */
export function skillsIn(prompt: string, numbered = false): SkillText[] {
  return [...prompt.matchAll(/<skill name="([^"]*)"[^>]*>\n([\s\S]*?)\n<\/skill>/g)].map(
    ([, name = '', shown = '']) => {
      const lines = shown.replaceAll('<\\/skill', '</skill').split('\n');
      return readSkill(name, numbered ? lines.map((line) => line.replace(/^\d+: ?/, '')) : lines);
    },
  );
}

function readSkill(name: string, lines: readonly string[]): SkillText {
  const end = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  const head = lines.slice(0, Math.max(0, end));
  const descriptionLine = head.findIndex((line) => line.startsWith('description:')) + 1;
  return {
    name,
    description: descriptionOf(head, descriptionLine),
    descriptionLine: descriptionLine && !/^[>|]/.test(valueOf(head[descriptionLine - 1])) ? descriptionLine : undefined,
    lines,
    recipe: recipeOf(lines, end + 1),
    text: lines.join('\n'),
  };
}

const valueOf = (line = ''): string => line.slice(line.indexOf(':') + 1).trim();

/** The description without quotes; a folded one is joined. */
function descriptionOf(head: readonly string[], line: number): string {
  if (!line) return '';
  const rest = head.slice(line);
  const next = rest.findIndex((text) => /^\S/.test(text));
  const folded = rest.slice(0, next < 0 ? rest.length : next).map((text) => text.trim());
  const value = [valueOf(head[line - 1]).replace(/^[>|][+-]?$/, ''), ...folded].join(' ').trim();
  if (/^".*"$/.test(value)) {
    try {
      return String(JSON.parse(value));
    } catch {
      return value.slice(1, -1);
    }
  }
  return /^'.*'$/.test(value) ? value.slice(1, -1).replaceAll("''", "'") : value;
}

/** The lines of the recipe blocks, and bullets elsewhere that state a convention. */
function recipeOf(lines: readonly string[], start: number): RecipeLine[] {
  const recipe: RecipeLine[] = [];
  let fence: string | undefined;
  lines.forEach((raw, index) => {
    if (index < start) return;
    const mark = /^\s*```(\w*)/.exec(raw);
    if (mark) fence = fence === undefined ? mark[1] : undefined;
    else {
      const says = raw.replace(bullet, '').trim();
      const follows = fence === 'recipe' ? says !== '' : fence === undefined && bullet.test(raw) && hear(says);
      if (follows) recipe.push({ line: index + 1, raw, says });
    }
  });
  return recipe;
}

/** The line after which new rules go: the last rule, else the opening of an empty recipe, else the last line that says something. */
export function placeForNew(skill: SkillText): number {
  const fence = skill.lines.findIndex((line) => /^\s*```recipe\b/.test(line)) + 1;
  return skill.recipe.at(-1)?.line ?? (fence || skill.lines.findLastIndex((line) => line.trim() !== '') + 1);
}
