/** Words that are part of the shell's grammar: a command may follow. */
const keywords = new Set([
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'while',
  'until',
  'do',
  'done',
  'esac',
  '!',
  '{',
  '}',
  'time',
]);
/** They start no program. */
const builtins = new Set([
  ...[
    'cd',
    'echo',
    'printf',
    'test',
    '[',
    '[[',
    'true',
    'false',
    ':',
    'pwd',
    'read',
    'exit',
    'return',
    'shift',
    'wait',
  ],
  ...[
    'export',
    'unset',
    'set',
    'local',
    'declare',
    'let',
    'break',
    'continue',
    'umask',
    'ulimit',
    'shopt',
    'type',
    'hash',
  ],
]);
/** They start what stands after them and their options. */
const wrappers = new Set([
  'env',
  'nohup',
  'exec',
  'command',
  'builtin',
  'xargs',
  'nice',
  'timeout',
  'stdbuf',
  'setsid',
]);
/** What they run cannot be seen here. */
const opaque = new Set(['eval', 'source', '.', 'trap', 'alias', 'function', 'for', 'case', 'select', 'coproc']);

/**
 * Names of the programs that a command line of bash starts. A guard-rail for what the person has looked at, not a boundary: a program can start
 * others.
 *
 * @returns undefined when the line does not tell: a name from a variable, `eval`, loops over names, an open quote
 */
export function programsOf(command: string): ReadonlySet<string> | undefined {
  const found = new Set<string>();
  const parts = simpleCommands(command);
  if (!parts) return undefined;
  for (const words of parts) {
    const names = startedBy(words);
    if (!names) return undefined;
    for (const name of names) found.add(name);
  }
  return found;
}

function startedBy(words: readonly string[]): readonly string[] | undefined {
  const names: string[] = [];
  let wrapped = false;
  for (const word of words) {
    if (/^[A-Za-z_]\w*\+?=/.test(word) || (!wrapped && keywords.has(word))) continue;
    // Options of a wrapper, and the number that timeout and nice take.
    if (wrapped && /^(-.*|\d[\d.]*[smhd]?)$/.test(word)) continue;
    const name = unquoted(word);
    if (name === undefined || opaque.has(name)) return undefined;
    if (builtins.has(name)) return names;
    names.push(name);
    if (!wrappers.has(name)) return names;
    wrapped = true;
  }
  return names;
}

/** A word without its quotes; undefined when the shell would make something else of it. */
function unquoted(word: string): string | undefined {
  if (/[$`*?~\\{]|\[.*\]/.test(word.replace(/^\[\[?$/, ''))) return undefined;
  return word.replace(/["']/g, '') || undefined;
}

/** Splits a line into simple commands, those in substitutions included; undefined where its grammar is not plain. */
function simpleCommands(line: string): readonly (readonly string[])[] | undefined {
  const done: (readonly string[])[] = [];
  let words: string[] = [];
  let word = '';
  let skipNext = false;
  const endWord = (): void => {
    if (word && !skipNext) words.push(word);
    if (word) skipNext = false;
    word = '';
  };
  const endCommand = (): void => {
    endWord();
    if (words.length) done.push(words);
    words = [];
  };
  for (let at = 0; at < line.length; at++) {
    const char = line[at] ?? '';
    const two = line.slice(at, at + 2);
    if (char === '\\') {
      if (line[at + 1] !== '\n') word += line.slice(at, at + 2);
      at++;
    } else if (char === "'" || char === '"') {
      const end = closing(line, at);
      if (end < 0) return undefined;
      const inner = line.slice(at + 1, end);
      // What a double-quoted text substitutes is a command as well.
      if (char === '"' && /`|\$\(/.test(inner)) {
        const nested = substitutions(inner);
        if (!nested) return undefined;
        done.push(...nested);
      }
      word += line.slice(at, end + 1);
      at = end;
    } else if (two === '<<') return undefined;
    else if (two === '$(' || two === '<(' || two === '>(' || char === '`') {
      const end = char === '`' ? line.indexOf('`', at + 1) : matching(line, at + 1);
      const nested = end < 0 ? undefined : simpleCommands(line.slice(at + (char === '`' ? 1 : 2), end));
      if (!nested) return undefined;
      done.push(...nested);
      word += '$';
      at = end;
    } else if (char === '>' || char === '<') {
      // The number of a stream belongs to the redirection, as does the word after it.
      if (/^\d+$/.test(word)) word = '';
      endWord();
      while (/[<>&|]/.test(line[at + 1] ?? '')) at++;
      skipNext = !/^\s*\d/.test(line.slice(at + 1)) || line[at] !== '&';
      if (!skipNext) while (/[\d-]/.test(line[at + 1] ?? '')) at++;
    } else if (/[;&|\n()]/.test(char)) endCommand();
    else if (/\s/.test(char)) endWord();
    else if (char === '#' && !word) while (at + 1 < line.length && line[at + 1] !== '\n') at++;
    else word += char;
  }
  endCommand();
  return done;
}

function substitutions(text: string): readonly (readonly string[])[] | undefined {
  const done: (readonly string[])[] = [];
  for (let at = 0; at < text.length; at++) {
    const tick = text[at] === '`';
    if (!tick && text.slice(at, at + 2) !== '$(') continue;
    const end = tick ? text.indexOf('`', at + 1) : matching(text, at + 1);
    const nested = end < 0 ? undefined : simpleCommands(text.slice(at + (tick ? 1 : 2), end));
    if (!nested) return undefined;
    done.push(...nested);
    at = end;
  }
  return done;
}

/** Index of the quote that ends the one at `at`; -1 when there is none. */
function closing(line: string, at: number): number {
  const quote = line[at];
  for (let next = at + 1; next < line.length; next++) {
    if (line[next] === '\\' && quote === '"') next++;
    else if (quote === '"' && line.slice(next, next + 2) === '$(') {
      next = matching(line, next + 1);
      if (next < 0) return -1;
    } else if (line[next] === quote) return next;
  }
  return -1;
}

/** Index of the parenthesis that ends the one at `at`; -1 when there is none. */
function matching(line: string, at: number): number {
  let depth = 0;
  for (let next = at; next < line.length; next++) {
    const char = line[next];
    if (char === "'" || char === '"') {
      next = closing(line, next);
      if (next < 0) return -1;
    } else if (char === '(') depth++;
    else if (char === ')' && --depth === 0) return next;
  }
  return -1;
}
