/**
 * Words by which systems say that the disk, memory or network failed (errno(3), and how libc, curl and our own tools word them). A refused connection is not
 * among them: mostly a server was not started. Neither is a command that took too long: mostly it does not end.
 */
const signs =
  /\b(?:ENOSPC|EDQUOT|EROFS|EMFILE|ENFILE|ENOMEM|EIO|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)\b|No space left on device|Disk quota exceeded|Read-only file system|Too many open files|Cannot allocate memory|Input\/output error|Could not resolve host|Temporary failure in name resolution|Connection timed out|Network is unreachable|No route to host|The disk is full: |lies on a read-only disk|The disk reports an error/i;

/** The words of a line that say so. */
export const signOf = (line: string): string | undefined => signs.exec(line)?.[0];

/** How shells name what they do not find: `bash: line 1: jq: command not found`, `sh: 1: jq: not found`, `env: ‘jq’: No such file or directory`. */
const notFound =
  /^(?:\S{1,80}: )?(?:line )?(?:\d{1,6}: )?[‘'“"]?([\w.+-]{1,64})[’'”"]?: (?:command )?not found$|^env: [‘'“"]?([\w.+-]{1,64})[’'”"]?: No such file or directory$/;

/** Programs that a developer's machine may be expected to have: without them nobody could have done it. */
const usual: ReadonlySet<string> = new Set(
  'bash cargo cat cmake curl dotnet gcc git go grep gradle java javac make mvn node npm npx perl php pip pip3 pnpm pytest python python3 ruby sed tar tsc unzip yarn'.split(
    ' ',
  ),
);

/**
 * The program that a line says is missing, if it is the machine that lacks it: one of the usual ones, or one that the task, the skill or the check names. Any
 * other is a name the agent made up.
 */
export function missingProgram(line: string, named: readonly string[]): string | undefined {
  const match = notFound.exec(line);
  const program = match?.[1] ?? match?.[2];
  if (program === undefined) return undefined;
  const word = new RegExp(String.raw`(?<![\w.-])${program.replace(/[.+]/g, String.raw`\$&`)}(?![\w-])`);
  return usual.has(program) || named.some((text) => word.test(text)) ? program : undefined;
}
