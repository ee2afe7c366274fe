import type { RunEvent } from '../../src/engine/events.js';
import { isTransient } from '../../src/engine/events.js';
import { english } from '../../src/engine/text.js';

/** One line per event with everything that differs between runs taken out: ids, times, hashes, folders, sequence numbers (streamed pieces count in them). */
export function transcript(events: readonly RunEvent[], workspace: string): string {
  const names = new Map<string, string>();
  const alias = (kind: string, id: string): string => {
    const known =
      names.get(id) ?? `<${kind} ${[...names.values()].filter((one) => one.startsWith(`<${kind}`)).length + 1}>`;
    names.set(id, known);
    return known;
  };
  const clean = (value: unknown, key = ''): unknown => {
    if (Array.isArray(value)) return value.map((one) => clean(one));
    if (typeof value === 'object' && value !== null) {
      if ('key' in value && 'args' in value) return english(value as Parameters<typeof english>[0]);
      return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, clean(inner, name)]));
    }
    if (key === 'afterMode' || key === 'beforeMode') return '<mode>';
    if (['ms', 'at', 'createdAt', 'decidedAt', 'startedAt'].includes(key) && typeof value === 'number' && value > 999)
      return '<time>';
    if (key === 'ms') return '<time>';
    if (typeof value === 'number') return Number(value.toFixed(3));
    if (typeof value !== 'string') return value;
    if (key === 'call') return alias('call', value);
    if (/^[0-9a-f]{64}$/.test(value)) return alias('hash', value);
    if (/^p-[0-9a-z]+-[0-9a-f]{6}$/.test(value)) return alias('proposal', value);
    return value.replaceAll(workspace, '<workspace>').replace(/\d{8}-\d{6}-[0-9a-f]{8}/g, (id) => alias('run', id));
  };
  const left = new Set(['at', 'seq']);
  return events
    .filter((event) => !isTransient(event))
    .map((event) => Object.fromEntries(Object.entries(event).filter(([name]) => !left.has(name))))
    .map((event) => `${JSON.stringify(clean(event))}\n`)
    .join('');
}
