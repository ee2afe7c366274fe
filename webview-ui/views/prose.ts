import { h, type Child, type View } from '../dom.js';
import { parts } from '../l10n.js';

/** A translated sentence with elements in the places of its `{0}`, `{1}` ... */
export const fill = (sentence: string, ...nodes: readonly Child[]): Child =>
  parts(sentence).map((part) => (typeof part === 'number' ? nodes[part] : part));

/** Text of a model: line breaks are kept and `quoted` stretches set as code; nothing else is interpreted. */
export function prose(text: string, className = 'prose'): View {
  const pieces = text.split(/`([^`\n]+)`/);
  return h(
    'div',
    { class: className },
    pieces.map((piece, index) => (index % 2 ? h('code', {}, piece) : piece)),
  );
}

/** Numbers and facts in a row, divided by commas; empty ones are left out. */
export const facts = (...items: readonly (string | false | null | undefined)[]): string =>
  items.filter(Boolean).join(', ');
