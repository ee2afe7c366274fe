import { HumanError } from '../../errors.js';
import { text } from '../../text.js';

/** `{a,b}` multiplies; more forms than this are refused. */
const maxForms = 64;

/**
 * A test for paths with forward slashes: `*` and `?` stay within a folder, `**` crosses folders, `{a,b}` chooses. Without a slash only the
 * file's name counts. Not made of a regular expression: its time is bounded for every pattern.
 *
 * @throws {HumanError} when the pattern has too many alternatives
 */
export function globTest(pattern: string): (relative: string) => boolean {
  const forms = expand(pattern.replace(/^\.?\//, '')).map((form) => form.split('/'));
  return (relative) => {
    const path = relative.split('/');
    return forms.some((form) =>
      form.length === 1 ? matchName(form[0] ?? '', path.at(-1) ?? '') : matchPath(form, path),
    );
  };
}

function expand(pattern: string): string[] {
  const forms = [pattern];
  for (;;) {
    const index = forms.findIndex((form) => innermost.test(form));
    const form = forms[index];
    if (form === undefined) return forms;
    const [whole, choices = ''] = innermost.exec(form) ?? [''];
    forms.splice(index, 1, ...choices.split(',').map((choice) => form.replace(whole, () => choice)));
    if (forms.length > maxForms) throw new HumanError(text('The pattern “{0}” has too many alternatives.', pattern));
  }
}

const innermost = /\{([^{}]*)\}/;

/** Whole paths; `reach[i]` says whether the first `i` names are matched by the part of the pattern looked at so far. */
function matchPath(pattern: readonly string[], path: readonly string[]): boolean {
  let reach = [true, ...path.map(() => false)];
  for (const part of pattern) {
    const next = reach.map(() => false);
    for (let at = 0; at <= path.length; at++)
      if (part === '**') next[at] = Boolean(reach[at]) || (at > 0 && Boolean(next[at - 1]));
      else if (at > 0) next[at] = Boolean(reach[at - 1]) && matchName(part, path[at - 1] ?? '');
    reach = next;
  }
  return Boolean(reach.at(-1));
}

/** One name; on a mismatch only the last `*` takes one more character, so the time is at most length times length. */
function matchName(pattern: string, name: string): boolean {
  let [p, n, star, from] = [0, 0, -1, 0];
  while (n < name.length)
    if (pattern[p] === '*') {
      star = p++;
      from = n;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === name[n])) {
      p++;
      n++;
    } else if (star >= 0) {
      p = star + 1;
      n = ++from;
    } else return false;
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
