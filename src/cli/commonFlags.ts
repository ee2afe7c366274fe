import { t } from './l10n.js';
import { UsageError } from './usage.js';

/** Words up to a `--`; behind it every word is meant as it is. */
const ours = (argv: readonly string[]): readonly string[] =>
  argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv;

export const wantsJson = (argv: readonly string[]): boolean => ours(argv).includes('--json');

export const wantsHelp = (argv: readonly string[]): boolean =>
  ours(argv).some((word) => word === '--help' || word === '-h');

/**
 * `--json` and `--folder DIR` stand anywhere before a `--`, after which every word is meant as it is.
 * @throws {UsageError} when `--folder` names none
 */
export function commonFlags(argv: readonly string[]): { readonly folder: string; readonly rest: string[] } {
  const rest: string[] = [];
  let folder = '.';
  for (let index = 0; index < argv.length; index++) {
    const word = argv[index] ?? '';
    if (word === '--') {
      rest.push(...argv.slice(index));
      break;
    }
    if (word === '--json') continue;
    if (word !== '--folder' && !word.startsWith('--folder=')) {
      rest.push(word);
      continue;
    }
    const named = word === '--folder' ? argv[++index] : word.slice('--folder='.length);
    if (!named || named.startsWith('--')) throw new UsageError(t('--folder takes the path of a folder.'));
    folder = named;
  }
  return { folder, rest };
}
