import { HumanError } from '../engine/errors.js';
import { text } from '../engine/text.js';

/** How patient the client is. Times in milliseconds. */
export interface Limits {
  /** From sending the request to the first piece of the reply; longer than `idleMs`, because a local server may load the model first. */
  readonly firstMs: number;
  /** Between two pieces of the reply; keep-alive comments do not count as pieces. */
  readonly idleMs: number;
  /** From the server's mark that the reply is complete to the end of the connection. */
  readonly closingMs: number;
  /** One whole reply, however lively it is. */
  readonly totalMs: number;
  /** The list of models; without it a test of the connection goes on. */
  readonly listMs: number;
  /** First wait before another attempt when the server names none; each further wait is four times as long. */
  readonly backoffMs: number;
  /** The first attempt included. */
  readonly attempts: number;
  /** Size of one reply on the wire, where a token takes up to 350 bytes. */
  readonly replyBytes: number;
}

export const defaultLimits: Limits = {
  firstMs: 120_000,
  idleMs: 60_000,
  closingMs: 2_000,
  totalMs: 600_000,
  listMs: 10_000,
  backoffMs: 1_000,
  attempts: 3,
  replyBytes: 64 * 1024 * 1024,
};

/** An OpenAI-compatible server and the model to use there, as the person configured them. */
export interface EndpointConfig {
  /** The part before `/chat/completions`, for example `https://api.openai.com/v1`. */
  readonly baseUrl: string;
  readonly model: string;
  readonly apiKey?: string | undefined;
  /** What a person reads instead of the model's name. */
  readonly label?: string | undefined;
  /** True for the practice model only. */
  readonly simulated?: boolean | undefined;
  readonly limits?: Partial<Limits> | undefined;
}

/** A configuration that has been checked by {@link checkEndpoint}. */
export interface Endpoint {
  /** Without a slash at the end. */
  readonly baseUrl: string;
  /** The only origin the key is ever sent to. */
  readonly origin: string;
  /** Host and port, for messages. */
  readonly host: string;
  readonly model: string;
  readonly apiKey: string | undefined;
  readonly label: string;
  readonly simulated: boolean;
  readonly limits: Limits;
}

/**
 * Checks what the person entered.
 * @throws {HumanError} for an address that is no web address, a key that would travel unencrypted, or a missing model.
 */
export function checkEndpoint(config: EndpointConfig): Endpoint {
  const url = checkedUrl(config.baseUrl.trim());
  const model = config.model.trim();
  if (model === '') throw new HumanError(text('No model is chosen.'), 'configure-model');
  const apiKey = checkedKey(config.apiKey?.trim());
  if (apiKey !== undefined && url.protocol === 'http:' && !isLoopback(url.hostname))
    throw new HumanError(
      text(
        'The API key is not sent to {0}, because http:// does not protect it on the way. Use an https:// address, or remove the key.',
        url.host,
      ),
      'open-settings',
    );
  return {
    baseUrl: url.href.replace(/\/+$/, '').replace(/\/chat\/completions$/, ''),
    origin: url.origin,
    host: url.host,
    model,
    apiKey,
    label: config.label ?? model,
    simulated: config.simulated ?? false,
    limits: { ...defaultLimits, ...config.limits },
  };
}

function checkedUrl(entered: string): URL {
  if (entered === '') throw new HumanError(text('The address of the model server is not set.'), 'configure-model');
  const url = URL.canParse(entered) ? new URL(entered) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    throw new HumanError(
      text('The base URL must be an address that begins with https:// or http://.'),
      'open-settings',
    );
  // Not repeated in the message: these are the places where people put secrets.
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new HumanError(
      text('The base URL may not contain a user name, a password, or anything after "?" or "#".'),
      'open-settings',
    );
  return url;
}

/** A key outside printable ASCII cannot be a header, and the error of `fetch` for that would repeat the key. */
function checkedKey(key: string | undefined): string | undefined {
  if (key === undefined || key === '') return undefined;
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new HumanError(
      text('The API key contains spaces or characters that no key has. Enter it again.'),
      'set-api-key',
    );
  return key;
}

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(?:\.\d{1,3}){3}$/.test(hostname);
