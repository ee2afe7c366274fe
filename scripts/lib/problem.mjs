// @ts-check

/** Something the person at the terminal can mend: shown as one line, without a stack. */
export class Problem extends Error {}

/**
 * What to print for a thrown value: one line for a {@link Problem}, the stack for a bug.
 * @param {unknown} error
 */
export function describe(error) {
  if (error instanceof Problem) return error.message;
  // A mistake on the command line, as found by util.parseArgs.
  if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
    return error.message;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
