/** A text as one word of a shell. */
export const quoted = (value: string): string => `'${value.replaceAll("'", `'\\''`)}'`;

/** Programs that change or show the machine, the network or the time, and not the folder they run in. */
const foreign = [
  ...['sudo', 'su', 'kill', 'killall', 'pkill', 'reboot', 'shutdown', 'halt', 'poweroff', 'mkfs', 'mount', 'umount'],
  ...['chown', 'chgrp', 'crontab', 'useradd', 'userdel', 'usermod', 'passwd', 'systemctl', 'service', 'eval', 'bind'],
  ...['apt', 'apt-get', 'yum', 'dnf', 'brew', 'pip', 'npm', 'ssh', 'scp', 'rsync', 'curl', 'wget', 'nc', 'ping', 'dig'],
  ...[
    'nslookup',
    'ifconfig',
    'ip',
    'netstat',
    'ps',
    'pstree',
    'top',
    'who',
    'w',
    'uptime',
    'free',
    'df',
    'date',
    'cal',
  ],
  ...['env', 'printenv', 'screen', 'jobs', 'hostname', 'uname', 'history', 'which', 'cd', 'stat'],
].join('|');

/** Where a shell, `find` or `xargs` takes a word for a program. */
const isForeign = new RegExp(`(?:^|[|;&(\`]|\\bxargs\\s(?:-\\S+\\s+)*|-exec\\s)\\s*(?:${foreign})(?![\\w.-])`, 'm');

/** Times of files, and archives that hold them: they differ with every file system that is made, however alike. */
const hasTimes = /\bls\s+-\w*l|\s-ls\b|%[TAC]|\.(?:gz|tgz|tar|zip)\b/;

/**
 * Whether a command, by its words alone, keeps to the folder it runs in and prints the same every time: no absolute path but `/dev/null`, no `..`, no
 * home folder, no variable that is set elsewhere, nothing in the background, no program of the machine. Says no in doubt: what looks like a path may
 * be a pattern.
 */
export function keepsInside(command: string): boolean {
  const bare = command.replace(/\/dev\/(?:null|zero)\b/g, '').replaceAll('/bin/echo', 'echo');
  if (/(?:^|[^\w.)\]}*+\\/-])\/(?:[\w.*?]|$|\s)/m.test(bare)) return false;
  if (/(?:^|[^\w.])\.\.(?:[^\w.]|$)/.test(bare) || /(?:^|[\s"'`=:(<>|;&,])~/.test(bare)) return false;
  if (/\$\$|\$\{?(?!N[FR]\b)[A-Z_][A-Z_0-9]*\b/.test(bare)) return false;
  if (/(?:^|[^&>|])&(?:\s*$|\s*[^&>\s\d])/m.test(bare)) return false;
  return !isForeign.test(bare);
}

/** Whether what a command prints can be compared with what it printed elsewhere. */
export const isRepeatable = (command: string): boolean => !hasTimes.test(command);
