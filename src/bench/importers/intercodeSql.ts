import { lstat, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as z from 'zod';
import { pathFault } from '../../engine/exchange/safePath.js';
import { sha256 } from '../../engine/store/hash.js';
import { type Importer, has } from './importer.js';
import { quoted } from './intercodeScript.js';
import { readRecord } from './records.js';

/** Characters of a question and of a command; a screenful. */
const longest = 5000;

const schema = z.object({
  db: z.string().regex(/^\w+$/),
  query: z.string().max(longest),
  gold: z.string().max(longest),
  hardness: z.string().nullish(),
});

/** Bytes of a database; those of Spider's development set have less than 5 MB. */
const largestDatabase = 32 * 1024 * 1024;

/** Where the databases lie: as in Spider's release, beside the file or in a folder of their own. */
const places = (db: string): readonly string[] => [
  `database/${db}/${db}.sqlite`,
  `${db}/${db}.sqlite`,
  `database/${db}.sqlite`,
  `${db}.sqlite`,
];

interface Database {
  /** Relative to the file. */
  readonly path: string;
  readonly hash: string;
}

/** Questions of InterCode about the databases of Spider, which are to lie there as sqlite files. */
export const intercodeSql: Importer = {
  format: 'intercode-sql',
  source: 'InterCode SQL',
  licence: 'CC-BY-SA-4.0',
  fits: (record) => has(record, 'db', 'query', 'gold'),
  open: (file) => {
    const databases = new Map<string, Promise<Database | undefined>>();
    return Promise.resolve(async (record) => {
      const { db, query, gold, hardness } = readRecord(record, schema);
      if (gold.trim() === '') return 'no-answer';
      const known = databases.get(db) ?? find(path.dirname(file), db);
      databases.set(db, known);
      const database = await known;
      if (!database) return 'file-missing';
      const name = `${db}.sqlite`;
      return {
        id: `${db}-${sha256(query).slice(0, 12)}`,
        ...{ domain: 'intercode-sql', kind: hardness?.trim() || 'query' },
        prompt: `${query}\n\nThe data are in the database ${name}, which is not to be changed. Answer with the rows of the result, one per line, columns separated by “|”.`,
        files: { [name]: { path: database.path } },
        setup: `command -v sqlite3 > /dev/null || { echo 'The program sqlite3 is needed and not installed.'; exit 1; }`,
        check: { type: 'shell', script: script(name, database.hash, gold) },
      };
    });
  },
};

async function find(folder: string, db: string): Promise<Database | undefined> {
  for (const place of places(db).filter((one) => pathFault(one) === undefined)) {
    const at = path.join(folder, place);
    const info = await lstat(at).catch(() => undefined);
    if (info?.isFile() && info.size <= largestDatabase) return { path: place, hash: sha256(await readFile(at)) };
  }
  return undefined;
}

/** The rows of the gold query against those of the answer, in their order where the query gives them one. */
function script(name: string, hash: string, gold: string): string {
  const ordered = /\border\s+by\b/i.test(gold);
  return `found=$( (sha256sum ${name} 2> /dev/null || shasum -a 256 ${name}) | cut -d ' ' -f 1)
[ "$found" = ${hash} ] || { echo 'The database was changed.'; exit 1; }
rows() { sed -e 's/[[:space:]]*|[[:space:]]*/|/g' -e 's/^[[:space:]]*//' -e 's/[[:space:]]*$//' -e '/^$/d'${ordered ? '' : ' | sort'}; }
gold=$(sqlite3 -readonly ${name} ${quoted(gold)}) || exit 1
expected=$(printf '%s\\n' "$gold" | rows)
got=$(rows < answer.txt)
[ "$expected" = "$got" ] && exit 0
echo "expected: $(printf '%s' "$expected" | head -n 8)"
echo "got: $(printf '%s' "$got" | head -n 8)"
exit 1
`;
}
