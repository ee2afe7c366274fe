import { HumanError } from '../../errors.js';
import { visible } from '../../safety/hidden.js';
import { redact } from '../../safety/redact.js';
import { text, type Text } from '../../text.js';

/** What git says (in English: its environment asks for it), and what that means to the person. */
const meanings: readonly (readonly [RegExp, (url: string, ref: string) => Text])[] = [
  [
    /couldn't find remote ref|not our ref|unadvertised object|upload-pack: not our ref|no such remote ref/i,
    (url, ref) => text('“{0}” has no branch, tag or full commit “{1}”.', url, ref),
  ],
  [
    /Host key verification failed/i,
    (url) => text('The key of the server of “{0}” is not known: connect to it once with ssh, then try again.', url),
  ],
  [
    /Authentication failed|could not read (?:Username|Password)|Permission denied|terminal prompts disabled|HTTP (?:401|403)|returned error: (?:401|403)/i,
    (url) =>
      text(
        '“{0}” asks who you are: let git sign in without a question (a credential helper, an ssh key), then try again.',
        url,
      ),
  ],
  [
    /not found|does not appear to be a git repository|does not exist|not a git repository|returned error: 404/i,
    (url) => text('There is no repository at “{0}”.', url),
  ],
  [
    /Could not resolve|Failed to connect|Couldn't connect|Connection (?:refused|timed out|reset)|Operation too slow|unable to access|Could not read from remote/i,
    (url) => text('The server of “{0}” cannot be reached.', url),
  ],
];

/** The sentence for what git said when it failed. */
export function gitProblem(errors: string, url: string, ref: string): HumanError {
  const said = meanings.find(([pattern]) => pattern.test(errors))?.[1](url, ref);
  if (said) return new HumanError(said, 'retry', { cause: new Error(redact(errors)) });
  const line =
    errors.split('\n').findLast((one) => /^(?:fatal|error):/.test(one)) ?? errors.trim().split('\n').at(-1) ?? '';
  return new HumanError(text('git could not fetch “{0}”: {1}', url, visible(redact(line)).slice(0, 300)));
}
