import { HumanError } from '../../errors.js';
import { text } from '../../text.js';
import { printable } from '../safePath.js';

/** Where a repository is. */
export interface GitAddress {
  /** What git is given and people are shown: without credentials. */
  readonly url: string;
  /** The way of transport. */
  readonly protocol: 'https' | 'http' | 'ssh' | 'file';
  /** Branch, tag or commit. */
  readonly ref?: string;
  /** From the address of a page (`.../tree/main/skills/x`): branch and folder in one, only the repository knows where one ends. */
  readonly refAndPath?: string;
  /** Header made from a name or password inside the address; it goes to git in its environment and nowhere else. */
  readonly authorization?: string;
}

/** A user, a host and a path, as ssh takes them. */
const scpLike = /^([A-Za-z0-9._~-]+)@([A-Za-z0-9.-]+):(?!\/\/)([^\s:][^\s]*)$/;

/** Whether a text can only be meant as the address of a repository, or of something else that is not on this disk. */
export const looksLikeAddress = (source: string): boolean =>
  /^[A-Za-z][A-Za-z0-9+.-]*:(?:\/\/|:)/.test(source) || scpLike.test(source);

/**
 * Reads the address of a repository, with `#ref` behind it or as the address of a page of the usual hosts.
 * @throws {HumanError} for addresses that would run programs, take options, or go over the network without encryption
 */
export function readAddress(source: string): GitAddress {
  const hash = source.indexOf('#');
  const bare = hash < 0 ? source : source.slice(0, hash);
  const ref = hash < 0 ? {} : { ref: requireRef(source.slice(hash + 1)) };
  const scp = scpLike.exec(bare);
  if (scp) {
    const [, , host = '', path = ''] = scp;
    if (host.startsWith('-') || path.startsWith('-')) throw refused(source);
    return { url: bare, protocol: 'ssh', ...ref };
  }
  // `helper::address` would run a program called git-remote-helper.
  const scheme = /^([a-z]+):\/\//i.exec(bare)?.[1]?.toLowerCase();
  if (scheme === undefined || !URL.canParse(bare)) throw refused(source);
  const url = new URL(bare);
  if (url.hostname.startsWith('-') || url.username.startsWith('-') || url.pathname.startsWith('/-'))
    throw refused(source);
  switch (scheme) {
    case 'https':
      return { ...web(url), protocol: 'https', ...ref };
    case 'http':
      if (!isLoopback(url.hostname))
        throw new HumanError(
          text('“{0}” is not encrypted: anybody on the way could change what it gives. Use https.', shown(url)),
        );
      return { ...web(url), protocol: 'http', ...ref };
    case 'ssh':
      if (url.password) throw new HumanError(text('An ssh address holds no password; use a key.'));
      return { url: bare, protocol: 'ssh', ...ref };
    case 'file':
      if (url.host !== '') throw refused(source);
      return { url: bare, protocol: 'file', ...ref };
    default:
      throw refused(source);
  }
}

/** The address without user, password, query and fragment. */
const shown = (url: URL): string => `${url.protocol}//${url.host}${url.pathname}`;

/** A page of a folder or file: `/owner/repository/tree/main/folder`, with `/-` before `tree` on GitLab. */
const page = /^(?<repository>\/[^/]+\/[^/]+(?:(?:\/[^/]+)*\/-)?)\/(?<kind>tree|blob)\/(?<rest>.+?)\/*$/;

function web(url: URL): Pick<GitAddress, 'url' | 'refAndPath' | 'authorization'> {
  const credentials = url.username || url.password;
  const authorization = credentials
    ? {
        authorization: `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString('base64')}`,
      }
    : {};
  const found = page.exec(url.pathname)?.groups;
  if (!found) return { url: shown(url), ...authorization };
  const { repository = '', kind, rest = '' } = found;
  const whole = decodeURIComponent(rest);
  // The page of a file stands for its folder.
  const refAndPath = kind === 'blob' ? whole.slice(0, Math.max(0, whole.lastIndexOf('/'))) : whole;
  return { url: `${url.protocol}//${url.host}${repository.replace(/\/-$/, '')}`, refAndPath, ...authorization };
}

const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);

const refused = (source: string): HumanError =>
  new HumanError(
    text(
      '“{0}” is not an address Memento fetches from. Use https://, ssh://, user@host:path or file://.',
      printable(source.replace(/\/\/[^/@]*@/, '//')),
    ),
  );

/**
 * A branch, tag or commit as git may be given it: never an option, a pattern or a pair of names (git-check-ref-format).
 * @throws {HumanError} for anything else
 */
export function requireRef(ref: string): string {
  const isOdd = /^[-+!/]|[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|\/$|\.$/.test(ref);
  if (ref === '' || ref.length > 250 || isOdd)
    throw new HumanError(text('“{0}” is not the name of a branch, a tag or a commit.', printable(ref)));
  return ref;
}
