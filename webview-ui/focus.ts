/**
 * Notes where focus is, so that it can be taken back to the nearest part that is left if what had it goes away.
 * @returns to be called when the new picture stands
 */
export function rememberFocus(): () => void {
  const { activeElement } = document;
  if (!activeElement || activeElement === document.body) return () => undefined;
  const chain: Element[] = [];
  for (let element: Element | null = activeElement; element; element = element.parentElement) chain.push(element);
  return () => {
    if (activeElement.isConnected) return;
    for (const element of chain) {
      const home = element.isConnected ? homeIn(element) : undefined;
      if (!home) continue;
      home.focus({ preventScroll: true });
      return;
    }
    document.getElementById('view')?.focus({ preventScroll: true });
  };
}

/** Where focus goes inside a part that is left: itself, or the head of the row or section. */
function homeIn(element: Element): HTMLElement | undefined {
  if (element instanceof HTMLElement && element.hasAttribute('tabindex')) return element;
  const head = element.matches('.sec, li') ? element.querySelector('button') : null;
  return head ?? undefined;
}

/** Moves focus to an element and into sight. */
export function focusOn(id: string): void {
  const element = document.getElementById(id);
  element?.focus({ preventScroll: true });
  element?.scrollIntoView({ block: 'nearest' });
}
