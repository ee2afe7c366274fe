/** Longest piece of a server's text that is shown, in characters. */
const maxLength = 300;
/** Servers quote the beginning or the end of a key; shorter pieces than this are in every text. */
const fragmentLength = 6;

const secretLooking = [
  /^(?:sk|pk|rk|gsk|xai|hf|ghp|api|key|token)[-_][\w.*-]{6,}/i,
  /[*•]{3,}/,
  /^AKIA[0-9A-Z]{12,}/,
  /^AIza[\w-]{20,}/,
  /^eyJ[\w.-]{10,}/,
  /^(?=.*\d)(?=.*[a-z])[a-z0-9]{32,}\W*$/i,
];

/**
 * One line of a server's text, fit to be shown and logged: without the key, pieces of it, anything that looks like a key,
 * control characters and bidirectional marks.
 */
export function redact(said: string, key: string | undefined): string {
  let line = said.replace(/[\p{C}\s]+/gu, ' ').trim();
  if (key !== undefined) line = line.replaceAll(key, '[hidden]');
  line = line
    .replace(/\b(bearer|basic)\s+[^\s"']+/gi, '$1 [hidden]')
    .replace(/[^\s"'`,;:()<>[\]{}=]+/gu, (word) => (isSecret(word, key) ? '[hidden]' : word));
  return line.length > maxLength ? `${line.slice(0, maxLength)}…` : line;
}

const isSecret = (word: string, key: string | undefined): boolean =>
  secretLooking.some((pattern) => pattern.test(word)) || (key !== undefined && sharesFragment(word, key));

function sharesFragment(word: string, key: string): boolean {
  for (let start = 0; start + fragmentLength <= key.length; start++)
    if (word.includes(key.slice(start, start + fragmentLength))) return true;
  return false;
}
