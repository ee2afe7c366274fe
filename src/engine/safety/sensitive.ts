import { foldName } from './paths.js';

/** Templates of `.env` files are meant to be read. */
const envTemplate = /^\.env\.(example|sample|template|dist|defaults)$/;

/** File names that usually hold a secret. */
const secretNames: readonly RegExp[] = [
  /^\.env(\.|rc$|$)/,
  /\.env$/,
  /\.(pem|key|p12|pfx|p8|jks|keystore|kdbx|ppk|ovpn|gpg|asc|tfstate|tfvars|token|secret)$/,
  /\.tfstate\.backup$/,
  /^id_[a-z0-9]+(_sk)?$/,
  /^\.(npmrc|yarnrc|yarnrc\.yml|pypirc|netrc|pgpass|git-credentials|htpasswd|dockercfg|my\.cnf|boto|s3cfg)$/,
  /^(_netrc|kubeconfig|credentials|known_hosts|authorized_keys|shadow)$/,
  /^\.[a-z0-9]+_history$/,
  /^(service[-_]?account|client[-_]?secret).*\.json$/,
];

/** Folders whose every file is sensitive. */
const secretFolders = new Set(['.ssh', '.gnupg', '.aws', '.azure', '.gcloud', '.kube', '.docker']);

/** A word for a secret in the name of a data file; source code about tokens is no secret. */
const secretWord = /(^|[._-])(secrets?|tokens?|credentials?|passwords?|passwd|api[-_]?keys?)([._-]|$)/;
const dataFile = /(^[^.]+|\.(json|ya?ml|txt|ini|cfg|conf|toml|xml|properties|env|csv|enc|bak))$/;

/**
 * Whether reading the file asks each time (reliability.md 3.2): `.env` files, private keys, tokens, `.git/config`.
 *
 * @param relative path relative to the workspace, with forward slashes
 */
export function isSensitive(relative: string): boolean {
  const segments = relative.split('/').map(foldName);
  const name = segments.at(-1) ?? '';
  if (envTemplate.test(name)) return false;
  if (segments.slice(0, -1).some((folder) => secretFolders.has(folder))) return true;
  if (segments.includes('.git') && /^(config|config\.worktree|credentials)$/.test(name)) return true;
  return secretNames.some((pattern) => pattern.test(name)) || (secretWord.test(name) && dataFile.test(name));
}

/** Files that other programs act upon by themselves: an editor, git, a package manager, a CI service, a shell. */
const activeNames: readonly RegExp[] = [
  /\.code-workspace$/,
  /^package\.json$/,
  /^\.git(modules|attributes|config)?$/,
  /^\.gitlab-ci\.yml$/,
  /^\.(bash_profile|bash_login|bash_logout|bashrc|profile|zshrc|zshenv|zprofile|envrc|mcp\.json)$/,
];

const activeFolders = new Set(['.vscode', '.git', '.husky', '.devcontainer', '.circleci']);

/**
 * Whether a write asks each time, whatever was allowed for the run (reliability.md 3.2 and 4A, A48 to A54): it could make another program
 * run something later, or it goes to a {@link isSensitive} file.
 *
 * @param relative path relative to the workspace, with forward slashes
 */
export function isProtected(relative: string): boolean {
  const segments = relative.split('/').map(foldName);
  const name = segments.at(-1) ?? '';
  return (
    segments.slice(0, -1).some((folder) => activeFolders.has(folder)) ||
    segments.some((folder, index) => folder === '.github' && /^(workflows|actions)$/.test(segments[index + 1] ?? '')) ||
    activeNames.some((pattern) => pattern.test(name)) ||
    isSensitive(relative)
  );
}
