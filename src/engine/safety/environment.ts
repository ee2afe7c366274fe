/** Variables a command needs to find programs, its user and its language. Nothing else of ours is passed on. */
const passed = new Set([
  ...['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LANG', 'LANGUAGE', 'LC_ALL', 'LC_CTYPE', 'TZ', 'TMPDIR'],
  // Where tool chains live.
  ...['JAVA_HOME', 'GOPATH', 'GOROOT', 'CARGO_HOME', 'RUSTUP_HOME', 'PYENV_ROOT', 'VIRTUAL_ENV', 'CONDA_PREFIX'],
  ...['NVM_DIR', 'VOLTA_HOME', 'PNPM_HOME', 'ANDROID_HOME', 'DOTNET_ROOT', 'RBENV_ROOT', 'SDKMAN_DIR'],
  ...['XDG_CONFIG_HOME', 'XDG_CACHE_HOME', 'XDG_DATA_HOME'],
  // Networks behind a proxy, and their certificates.
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'ALL_PROXY', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'],
  // Without these, programs on Windows do not start.
  ...['SYSTEMROOT', 'WINDIR', 'SYSTEMDRIVE', 'COMSPEC', 'PATHEXT', 'TEMP', 'TMP', 'OS', 'PROCESSOR_ARCHITECTURE'],
  ...['USERPROFILE', 'HOMEDRIVE', 'HOMEPATH', 'USERNAME', 'APPDATA', 'LOCALAPPDATA', 'NUMBER_OF_PROCESSORS'],
  ...['PROGRAMDATA', 'PROGRAMFILES', 'PROGRAMFILES(X86)', 'PROGRAMW6432', 'COMMONPROGRAMFILES'],
]);

/** Programs that would draw, page, open an editor or wait for a password find that nobody sits at a terminal. */
const unattended = {
  TERM: 'dumb',
  CI: '1',
  NO_COLOR: '1',
  PAGER: 'cat',
  GIT_PAGER: 'cat',
  MANPAGER: 'cat',
  GIT_TERMINAL_PROMPT: '0',
  GIT_EDITOR: 'true',
};

/** Linux refuses a single variable above 128 KB (MAX_ARG_STRLEN); longer values are cut to this many bytes. */
const maxValueBytes = 100_000;

/**
 * The environment of commands and checks, by allow-list: no `*_KEY`, `*_TOKEN`, no agent sockets (reliability.md 3.2).
 *
 * @param source the environment of this process
 * @param extra variables to add; they win
 */
export function commandEnvironment(
  source: Readonly<Record<string, string | undefined>>,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const result: Record<string, string> = process.platform === 'win32' ? {} : { PATH: '/usr/local/bin:/usr/bin:/bin' };
  for (const [name, value] of Object.entries(source)) {
    const upper = name.toUpperCase();
    if (value === undefined || !passed.has(upper)) continue;
    // A proxy address may carry a password.
    if (upper.endsWith('_PROXY') && value.includes('@')) continue;
    result[name] = value;
  }
  Object.assign(result, unattended);
  for (const [name, value] of Object.entries(extra)) result[name] = clean(value);
  return result;
}

const clean = (value: string): string => {
  const bytes = Buffer.from(value.replaceAll('\0', ''));
  return bytes.length <= maxValueBytes
    ? bytes.toString()
    : bytes
        .subarray(0, maxValueBytes)
        .toString()
        .replace(/\ufffd+$/, '');
};
