import type { Asked, Kind } from './kind.js';
import { kinds } from './kinds.js';
import { phrasingOf } from './wide/phrasings.js';

/** What a request asks for. */
export interface Understood {
  readonly kind: Kind;
  readonly asked: Asked;
}

const variable = /\{(\w+)\}/;
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '\\s+');

/** A wording as an expression with one group per variable; line breaks, case and the final full stop do not matter. */
function pattern(text: string): { readonly expression: RegExp; readonly names: readonly string[] } {
  const parts = text.replace(/[.?]$/, '').split(variable);
  const source = parts.map((part, index) => (index % 2 ? '(.+?)' : escaped(part))).join('');
  return { expression: new RegExp(`^${source}[.?!]?$`, 'i'), names: parts.filter((_, index) => index % 2) };
}

const patternsOf = (textsOf: (kind: Kind) => readonly string[]) =>
  kinds.flatMap((kind) => textsOf(kind).map((text) => ({ kind, ...pattern(text) })));

const patterns = [
  ...patternsOf(({ texts }) => texts),
  ...patternsOf(({ id }) => [...phrasingOf(id).english, ...phrasingOf(id).korean]),
];

/** Recognises a request by its wording; `undefined` for everything the practice model does not know. */
export function understand(text: string): Understood | undefined {
  for (const { kind, expression, names } of patterns) {
    const found = expression.exec(text.trim());
    if (found) return { kind, asked: Object.fromEntries(names.map((name, index) => [name, found[index + 1] ?? ''])) };
  }
  return undefined;
}
