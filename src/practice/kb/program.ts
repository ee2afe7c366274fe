import { type House, sentence, type Slot } from './house.js';
import { type Asked, type Kind, readsFile } from './kind.js';
import functions from './programs.json' with { type: 'json' };

/** A function of helpers/ or domains/ as JavaScript, and the functions it calls. */
interface FunctionText {
  readonly needs: readonly string[];
  readonly lines: readonly string[];
}

const library: Readonly<Record<string, FunctionText>> = functions;

/**
 * The Node program that answers a request: the very functions the model reckons with (programs.json is their text, kept equal by a
 * test), only those it needs, with the conventions of the house spelled out.
 * @param known conventions a skill gave; the others are marked as assumed
 */
export function program(kind: Kind, asked: Asked, house: House, known: ReadonlySet<Slot>): string {
  const rules = kind.uses.map((slot) => {
    const rule = sentence({ slot, option: house[slot] });
    return `  ${slot}: ${literal(house[slot])}, // ${known.has(slot) ? '' : 'assumed: '}${rule}`;
  });
  const values = Object.entries(asked).map(([name, value]) => `${name}: ${literal(value)}`);
  const call = readsFile(kind)
    ? `${kind.solver}(asked, house, readFileSync(asked.file, 'utf8'))`
    : `${kind.solver}(asked, house)`;
  return [
    `// ${kind.about}`,
    ...(readsFile(kind) ? [`import { readFileSync } from 'node:fs';`] : []),
    '',
    `const asked = { ${values.join(', ')} };`,
    '// The conventions of this house.',
    'const house = {',
    ...rules,
    '};',
    '',
    `console.log(${call});`,
    ...needed(kind.solver).flatMap((name) => ['', ...textOf(name).lines]),
    '',
  ].join('\n');
}

/** Where the program of a kind is kept in the workspace. */
export const programPath = (kind: Kind): string => `scripts/${kind.id.replaceAll('.', '-')}.mjs`;

/** A function and all it needs, callers before callees. */
function needed(name: string, found: string[] = []): readonly string[] {
  found.push(name);
  for (const other of textOf(name).needs) if (!found.includes(other)) needed(other, found);
  return found;
}

function textOf(name: string): FunctionText {
  const text = library[name];
  if (!text) throw new Error(`programs.json lacks ${name}`);
  return text;
}

const literal = (text: string): string =>
  /^[^'\\\p{Cc}\u2028\u2029]*$/u.test(text) ? `'${text}'` : JSON.stringify(text);
