/** What stands in place of a secret. */
export const redacted = '[redacted]';

/** Shorter values would blot out ordinary words. */
const shortestSecret = 6;

/** Forms of keys that are known to be keys. Each is linear in the text: no nested repetition. */
const keyForms: readonly RegExp[] = [
  /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----[\s\S]*?(-----END [A-Z0-9 ]{0,40}PRIVATE KEY( BLOCK)?-----|$)/g,
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\b(gh[opusr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,})/g,
  /\b(AKIA|ASIA|AROA|AIDA)[A-Z0-9]{16}\b/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\b(npm_[A-Za-z0-9]{30,}|hf_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,}|dop_v1_[a-f0-9]{40,}|rk_live_[A-Za-z0-9]{16,}|sk_live_[A-Za-z0-9]{16,})/g,
  /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
];

/** A name that says its value is secret; the name stays, the value goes. */
const named: readonly RegExp[] = [
  /\b((?:Bearer|Basic)\s{1,4})(?=[A-Za-z+/_.~-]{0,80}[0-9=])[A-Za-z0-9+/_.~=-]{12,}/gi,
  // A digit is required and a call or member access refused: `password: readPassword(...)` is code, not a secret.
  /((?:api[_-]?key|access[_-]?key|auth[_-]?token|secret|password|passwd)["']?\s{0,4}[:=]\s{0,4}["']?)(?=[A-Za-z+/_~=-]{0,80}\d)[A-Za-z0-9+/_~=-]{12,}(?![A-Za-z0-9+/_~=.(-])/gi,
  /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{0,64}:)[^\s:/@]{3,}(?=@)/gi,
];

/**
 * Takes secrets out of text bound for a log, a run record or a model: known values (as they are, URL-encoded, inside JSON, base64) and
 * whatever looks like a key, token or private key. A safety net, not proof: an unknown secret of no known form stays.
 *
 * @param secrets values known to be secret, for example the API key in use; shorter ones than 6 characters are ignored
 */
export const redact = (text: string, secrets: readonly string[] = []): string => clean(text, secrets, () => redacted);

/** As {@link redact}, and every line keeps its number. */
export const redactLines = (text: string, secrets: readonly string[] = []): string =>
  clean(text, secrets, (whole) => redacted + whole.replace(/[^\n]+/g, ''));

function clean(text: string, secrets: readonly string[], instead: (whole: string) => string): string {
  let result = text;
  for (const form of secrets.flatMap(formsOf).sort((a, b) => b.length - a.length))
    result = result.replaceAll(form, instead);
  for (const form of keyForms) result = result.replace(form, instead);
  for (const form of named) result = result.replace(form, (_, name: string) => name + redacted);
  return result;
}

const formsOf = (secret: string): string[] =>
  secret.length < shortestSecret
    ? []
    : [
        ...new Set([
          secret,
          // A lone surrogate would make encodeURIComponent throw.
          encodeURIComponent(Buffer.from(secret).toString()),
          JSON.stringify(secret).slice(1, -1),
          Buffer.from(secret).toString('base64'),
        ]),
      ];
