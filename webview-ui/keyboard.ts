/**
 * Moves focus among the elements that match, as in a list with one tab stop.
 * @returns whether the key was one that moves
 */
export function moveAmong(event: KeyboardEvent, selector: string, direction: 'vertical' | 'horizontal'): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const [back, forth] = direction === 'vertical' ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
  const all = [...document.querySelectorAll<HTMLElement>(selector)];
  const here = all.findIndex((element) => element === event.currentTarget);
  const steps: Readonly<Record<string, number>> = {
    [back]: Math.max(0, here - 1),
    [forth]: Math.min(all.length - 1, here + 1),
    Home: 0,
    End: all.length - 1,
  };
  const target = steps[event.key];
  if (target === undefined) return false;
  all[target]?.focus();
  return true;
}

/** Whether a key press belongs to a field the reader types in. */
export const typing = (event: KeyboardEvent): boolean =>
  event.target instanceof Element && /^(input|textarea|vscode-text-field)$/i.test(event.target.tagName);

/** What had focus last among the elements that match is where Tab comes back to. */
export function oneTabStop(event: FocusEvent, selector: string): void {
  for (const element of document.querySelectorAll(selector))
    element.setAttribute('tabindex', element === event.currentTarget ? '0' : '-1');
}
