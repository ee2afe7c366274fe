import type { Limits } from './config.js';
import type { Fault, OptionalField, ServerWords } from './wire.js';

/** A server may ask for a longer wait than anybody sits through; beyond this the person is told instead. In milliseconds. */
export const longestWaitMs = 10 * 60_000;

type ServerError = Extract<Fault, { kind: 'error' }>;

/** The HTTP status of an error; gateways put it into the error object when the reply had begun with 200. */
export function statusOf(error: ServerError): number | null {
  const code = Number(error.words.code);
  return error.status ?? (code >= 400 && code < 600 ? code : null);
}

/** No waiting helps: the account has nothing left. */
export const isQuota = (error: ServerError): boolean =>
  statusOf(error) === 402 ||
  [error.words.code, error.words.type].some((word) =>
    ['insufficient_quota', 'billing_hard_limit_reached', 'billing_not_active'].includes(word),
  );

/**
 * How long to wait before the same request is worth another try, in milliseconds; `null` when it is not.
 * Worth it are a connection that broke before anything came, rate limits and failures of the server; never a refusal.
 * @param attempt the one that failed, from 1
 * @param now milliseconds since the epoch, for a `Retry-After` that is a date
 */
export function retryWait(fault: Fault, attempt: number, limits: Limits, now: number): number | null {
  if (attempt >= limits.attempts) return null;
  const backoff = limits.backoffMs * 4 ** (attempt - 1);
  if (fault.kind === 'lost') return backoff;
  if (fault.kind !== 'error' || isQuota(fault) || fault.shouldRetry === 'false') return null;
  const status = statusOf(fault);
  if (status === null || !isPassing(status)) return null;
  const asked = askedWait(fault, now);
  if (asked === null) return backoff;
  return asked > longestWaitMs ? null : asked;
}

/** The wait the server asks for in its headers, in milliseconds; `null` when it asks for none. */
export function askedWait(error: ServerError, now: number): number | null {
  const exact = Number.parseFloat(error.retryAfterMs ?? '');
  if (exact > 0) return exact;
  const seconds = Number(error.retryAfter ?? Number.NaN);
  const wait = Number.isNaN(seconds) ? Date.parse(error.retryAfter ?? '') - now : seconds * 1000;
  return wait > 0 ? wait : null;
}

const isPassing = (status: number): boolean =>
  [408, 425, 429].includes(status) || (status >= 500 && status !== 501 && status !== 505);

/** The field of the request that the server does not accept and that can be left out, if it is that. */
export function refusedField(fault: Fault, sent: readonly OptionalField[]): OptionalField | undefined {
  if (fault.kind !== 'error' || (fault.status !== 400 && fault.status !== 422)) return undefined;
  return sent.find((field) => names(fault.words, field));
}

const names = ({ param, message }: ServerWords, field: string): boolean =>
  param === field || param.startsWith(`${field}.`) || new RegExp(`\\b${field}\\b`, 'i').test(message);
