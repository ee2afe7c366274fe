import path from 'node:path';
import { stat } from 'node:fs/promises';
import * as z from 'zod';
import { HumanError } from '../../engine/errors.js';
import { sha256 } from '../../engine/store/hash.js';
import { text } from '../../engine/text.js';
import { textOf } from '../tasks/lines.js';
import { type Importer, has } from './importer.js';
import { isRepeatable, keepsInside, quoted } from './intercodeScript.js';
import { readRecord, type SourceRecord } from './records.js';

/** Characters of a question and of a command; a screenful. */
const longest = 5000;

const schema = z.object({ query: z.string().max(longest), gold: z.string().max(longest) });

/** Folders above the file that may be the top of InterCode's repository. */
const levels = 5;

/**
 * Questions of InterCode that a line of bash answers. Its file systems are made by a script each, below one folder of the root; here they are made
 * in the workspace, and what would reach outside of it is left out.
 */
export const intercodeBash: Importer = {
  format: 'intercode-bash',
  source: 'InterCode bash (NL2Bash)',
  licence: 'MIT',
  fits: (record) => has(record, 'query', 'gold'),
  open: async (file, records, signal) => {
    const number = /(\d+)\.json$/.exec(path.basename(file))?.[1] ?? '';
    const root = rootOf(records);
    const inside = (line: string): string => (root === undefined ? line : relative(line, root));
    const setup = root === undefined ? undefined : cleaned(await setupOf(file, number, signal), inside);
    return (record) => {
      const { query, gold } = readRecord(record, schema);
      if (gold.trim() === '') return Promise.resolve('no-answer');
      const command = inside(gold);
      if (!keepsInside(command) || !isRepeatable(command)) return Promise.resolve('unsafe');
      return Promise.resolve({
        id: `nl2bash-${number}-${sha256(query).slice(0, 12)}`,
        ...{ domain: 'intercode-bash', kind: root ?? 'text' },
        prompt: `${inside(query)}\n\nPaths are relative to the workspace. Answer with what the command prints, or with “done” if it prints nothing.`,
        ...(setup !== undefined && { setup }),
        check: { type: 'shell', script: script(setup, command) },
      });
    };
  },
};

/** The folder of the root below which most of the commands work. */
function rootOf(records: readonly SourceRecord[]): string | undefined {
  const counts = new Map<string, number>();
  for (const record of records)
    for (const [, name = ''] of readRecord(record, schema).gold.matchAll(
      /(?:^|[\s'"(=@#,])\/(testbed|system|workspace)\b/g,
    ))
      counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** `/testbed/x` becomes `testbed/x`. */
const relative = (line: string, root: string): string => line.replace(new RegExp(`(?<![\\w./])/${root}\\b`, 'g'), root);

/** The script that makes the files: beside the list, or where InterCode's repository has it. @throws {HumanError} when it is not there */
async function setupOf(file: string, number: string, signal: AbortSignal): Promise<string> {
  const name = `setup_nl2b_fs_${number}.sh`;
  let folder = path.dirname(path.resolve(file));
  const candidates = [path.join(folder, name)];
  for (let level = 0; level < levels; level++, folder = path.dirname(folder))
    candidates.push(path.join(folder, 'docker', 'bash_scripts', name));
  for (const candidate of candidates)
    if (
      await stat(candidate).then(
        (info) => info.isFile(),
        () => false,
      )
    )
      return textOf(candidate, signal);
  throw new HumanError(
    text('{0} needs the script {1} of InterCode’s docker/bash_scripts: put it beside the file.', file, name),
  );
}

/** The lines of the script that keep to the workspace and make no archives; what is left out belongs to no question that is taken. */
const cleaned = (setup: string, inside: (line: string) => string): string =>
  setup
    .split(/\r?\n/)
    .map(inside)
    .filter(
      (line) => line.trim() !== '' && !line.startsWith('#') && isRepeatable(line) && keepsInside(withoutText(line)),
    )
    .join('\n')
    // Some of its lines have always failed; the files are there all the same.
    .concat('\ntrue\n');

/** What `echo` writes looks like a path here and there: `</html>`. */
const withoutText = (line: string): string => line.replace(/\becho\s+(?:-\s?e\s+)?'[^']*'/, 'echo');

/**
 * Makes the files once more beside the workspace, runs the gold command there and compares what it printed with the answer, line by line in any
 * order, and what it left with what the agent left: names, modes, and contents but those of archives, which hold times.
 */
const script = (setup: string | undefined, gold: string): string => `fresh=$(mktemp -d) || exit 1
trap 'rm -rf "$fresh"' EXIT
rm -f answer.txt
tree() {
  find . -mindepth 1 -exec ls -ld {} \\; | awk '{ print $1, $NF }' | sort
  find . -type f ! -name '*.gz' ! -name '*.Z' ! -name '*.tar' ! -name '*.zip' -exec cksum {} \\; | sort
}
rows() { sed -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e '/^$/d' | sort; }
got=$(printf '%s\\n' "$ANSWER" | rows)
left=$(tree)
cd "$fresh" || exit 1
${setup === undefined ? '' : `bash -c ${quoted(setup)} > /dev/null 2>&1\n`}expected=$(bash -c ${quoted(gold)} 2> /dev/null | rows)
if [ -z "$expected" ]; then
  expected=done
  got=$(printf '%s' "$got" | tr -d '.' | tr '[:upper:]' '[:lower:]')
fi
if [ "$expected" != "$got" ]; then
  echo "expected: $(printf '%s' "$expected" | head -n 8)"
  echo "got: $(printf '%s' "$got" | head -n 8)"
  exit 1
fi
[ "$left" = "$(tree)" ] && exit 0
echo 'The files are not what the command leaves.'
exit 1
`;
