import { text, type Text } from '../../text.js';
import type { Diagnostic } from '../skill.js';
import type { Code } from './codes.js';
import { finding } from './finding.js';
import { signFinder, type Signed } from './signs.js';
import { matches, maxFindings, type Subject } from './subject.js';

interface Rule extends Signed {
  readonly code: Code;
  readonly message: Text;
  /** Global. Linear in the text: what may repeat never runs over another beginning of the same pattern. */
  readonly patterns: readonly RegExp[];
  readonly allows?: (match: RegExpExecArray) => boolean;
}

const shell = String.raw`(?:sudo\s+(?:-\w+\s+){0,3})?(?:/(?:usr/)?bin/)?(?:env\s+)?(?:ba|z|da|k)?sh\b`;
/** A file or a text that stands after it is what it runs; what it is handed is only its data then, unless the text runs that, too. */
const programs = String.raw`-m[ \t]+json\.tool|[\w./~-]{0,200}[\w~]\.\w|-\w{0,3}[cep]\b(?![^\n]{0,500}(?:exec|eval|system|spawn|popen))`;
const own = String.raw`(?![ \t]+(?:${programs}))`;
const interpreter = String.raw`(?:${shell}|(?:python[23]?|node|perl|ruby)\b${own}|iex\b)`;
/** The disk or the home folder as a whole. */
const whole = String.raw`["']?(?:/|~|\$HOME|\$\{HOME\}|%USERPROFILE%|[A-Za-z]:\\)/?\*?["']?(?=$|[\s;&|)\`"',])`;
/** More of a line, over backslashes at its end, up to where the pattern could begin anew. */
const rest = (again: string): string => String.raw`(?:(?!${again})(?:[^\n]|(?<=\\)\n)){0,1000}`;

const rules: readonly Rule[] = [
  {
    code: 'command-download',
    signs: ['curl', 'wget', 'iex', 'invoke-expression'],
    message: text('This runs what it downloads, unseen.'),
    patterns: [
      new RegExp(String.raw`\b(?:curl|wget)\s${rest(String.raw`\b(?:curl|wget)\s`)}\|\s*${interpreter}`, 'g'),
      new RegExp(String.raw`\b(?:sh|bash|zsh|eval|source)\s+(?:-\w+\s+)?["']?(?:<\(|\$\(|\`)\s*(?:curl|wget)\b`, 'g'),
      new RegExp(
        String.raw`\b(?:iwr|irm|invoke-webrequest|invoke-restmethod|downloadstring)\b${rest(String.raw`\b(?:iwr|irm|invoke-|downloadstring)`)}\|\s*(?:iex|invoke-expression)\b`,
        'gi',
      ),
      new RegExp(
        String.raw`\b(?:iex|invoke-expression)\b${rest(String.raw`\b(?:iex|invoke-expression)\b`)}\b(?:iwr|irm|invoke-webrequest|invoke-restmethod|downloadstring)\b`,
        'gi',
      ),
    ],
  },
  {
    code: 'command-decode',
    signs: ['base64', 'eval(', 'eval (', 'exec(', 'exec ('],
    message: text('This runs what it decodes, unseen.'),
    patterns: [
      new RegExp(String.raw`\bbase64\s+(?:-d|-D|--decode)\b${rest(String.raw`\bbase64\s`)}\|\s*${interpreter}`, 'g'),
      /\b(?:eval|exec) ?\(\s*(?:atob|base64\.b64decode|Buffer\.from|zlib\.decompress|codecs\.decode)\b/g,
    ],
  },
  {
    code: 'command-delete',
    signs: ['rm ', 'rm\t'],
    message: text('This deletes the whole disk or home folder.'),
    patterns: [new RegExp(String.raw`\brm((?:[ \t]{1,8}-[\w-]{0,40}){1,8})[ \t]{1,8}${whole}`, 'gm')],
    allows: ({ 1: flags = '' }) => !/-\w*[rR]|--recursive/.test(flags),
  },
  {
    code: 'command-disk',
    signs: ['/dev/sd', '/dev/hd', '/dev/nvme', '/dev/disk', '/dev/vd', '/dev/mmcblk', 'mkfs', ':()'],
    message: text('This overwrites a disk or stops the machine.'),
    patterns: [
      new RegExp(String.raw`\bdd\s${rest(String.raw`\bdd\s`)}\bof=/dev/(?:sd|hd|nvme|disk|vd|mmcblk)`, 'g'),
      /\bmkfs(?:\.\w+)?\s+(?:-\w+\s+){0,5}\/dev\//g,
      />\s*\/dev\/(?:sd|hd|nvme|disk|vd)[a-z0-9]/g,
      /:\(\)\s*\{\s*:\s*\|\s*:\s*&\s*\}\s*;\s*:/g,
    ],
  },
  {
    code: 'command-permissions',
    signs: ['chmod'],
    message: text('This opens the whole disk or home folder to everybody.'),
    patterns: [
      new RegExp(String.raw`\bchmod(?:[ \t]{1,8}-[\w-]{0,40}){0,4}[ \t]{1,8}(?:0?777|a\+rwx)[ \t]{1,8}${whole}`, 'gm'),
    ],
  },
  {
    code: 'command-eval',
    signs: ['eval ', 'eval\t'],
    message: text('This runs the output of a command as commands.'),
    patterns: [/\beval[ \t]+["']?(?:\$\(|`)\s*([\w./~${}-]{0,64})(?:\s+([\w-]{1,32}))?/g],
    allows: ({ 1: program = '', 2: first = '' }) =>
      setups.has(program.split('/').at(-1) ?? '') || /init|env|hook|activate|completion|signin|login/.test(first),
  },
  {
    code: 'command-shell',
    signs: ['/dev/tcp', '/dev/udp', 'nc ', 'nc\t', 'ncat', 'netcat', 'socat', 'dup2'],
    message: text('This opens a shell to another machine.'),
    patterns: [
      /sh[ \t]+-i\b[^\n]{0,40}\/dev\/(?:tcp|udp)\//g,
      /\bexec\s+\d{1,3}<>\s*\/dev\/(?:tcp|udp)\//g,
      new RegExp(
        String.raw`\b(?:nc|ncat|netcat)[ \t]${rest(String.raw`\b(?:nc|ncat|netcat)[ \t]`)}-[a-z]{0,8}[ec]\s+(?:/(?:usr/)?bin/)?(?:ba|z|da)?sh\b`,
        'g',
      ),
      new RegExp(String.raw`\bsocat\s${rest(String.raw`\bsocat\s`)}exec:["']?(?:/bin/)?(?:ba|z|da)?sh\b`, 'gi'),
      /\bos\.dup2\(\s*\w{1,20}\.fileno\(\)/g,
    ],
  },
  {
    code: 'command-decode',
    signs: ['powershell', 'pwsh'],
    message: text('This runs what it decodes, unseen.'),
    patterns: [
      new RegExp(
        String.raw`\b(?:powershell|pwsh)(?:\.exe)?\s${rest(String.raw`\b(?:powershell|pwsh)`)}-e(?:nc(?:odedcommand)?|c)?\s+["']?[A-Za-z0-9+/]{16}`,
        'gi',
      ),
    ],
  },
  {
    code: 'command-credentials',
    signs: ['.ssh/', '.aws/', '.netrc', '.git-credentials', '.docker/', '.kube/'],
    message: text('This reads private keys or stored credentials.'),
    patterns: [
      /\b(?:cat|less|head|tail|cp|scp|tar|zip|base64|curl|open|type|read)\b[^\n]{0,80}?(?:~|\$HOME|\/root|\/home\/\w{1,32})\/\.(?:ssh\/id_\w{1,20}(?!\w|\.pub)|aws\/credentials|netrc\b|git-credentials|docker\/config\.json|kube\/config)/g,
    ],
  },
];

/** Programs whose output is made to be run by the shell that starts them. */
const setups = new Set([
  ...['ssh-agent', 'brew', 'direnv', 'pyenv', 'rbenv', 'nodenv', 'goenv', 'jenv', 'starship', 'zoxide', 'mise', 'rtx'],
  ...['asdf', 'fnm', 'opam', 'minikube', 'docker-machine', 'conda', 'thefuck', 'dircolors', 'luarocks', 'fzf', 'atuin'],
]);

const rulesFor = signFinder(rules);

/** Rules for commands that no skill needs, or that should be looked at before a skill is used. */
export function commandFindings({ source, lower, lineOf }: Subject): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { code, message, patterns, allows } of rulesFor(lower)) {
    const lines = new Set<number>();
    for (const pattern of patterns)
      for (const match of matches(pattern, source)) if (!allows?.(match)) lines.add(lineOf(match.index));
    for (const line of [...lines].slice(0, maxFindings)) found.push(finding(code, line, message));
  }
  return found;
}
