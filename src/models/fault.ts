import { STATUS_CODES } from 'node:http';
import { HumanError, TooLongError } from '../engine/errors.js';
import { text } from '../engine/text.js';
import type { Endpoint } from './config.js';
import { redact } from './redact.js';
import { askedWait, isQuota, longestWaitMs, statusOf } from './retry.js';
import type { Fault } from './wire.js';

type ServerError = Extract<Fault, { kind: 'error' }>;

/** How servers say that they do not have a model. */
const unknownModel =
  /model.{0,80}not.{0,5}(?:found|exist|known)|(?:unknown|invalid|no such) model|not a valid model|model.{0,10}(?:unknown|invalid)/is;

/** The sentence and the action for a fault. Neither the message nor anything attached to it holds the key. */
export function explain(fault: Fault, endpoint: Endpoint, now: number): HumanError {
  const { host, apiKey } = endpoint;
  switch (fault.kind) {
    case 'error':
      return explainError(fault, endpoint, now);
    case 'redirect':
      return new HumanError(
        text(
          '{0} redirects to {1}. Redirects are not followed, so that the key and your tasks go nowhere else. If the new address is right, enter it as the base URL.',
          host,
          redact(fault.target ?? '?', apiKey),
        ),
        'open-settings',
      );
    case 'connect':
      return explainConnection(fault.reason, endpoint);
    case 'lost':
      if (!fault.replied)
        return new HumanError(text('{0} closed the connection without a reply.', host), 'test-connection');
      return cutOff(host);
    case 'cut':
    case 'stopped':
      return cutOff(host);
    case 'unreadable':
      return explainUnreadable(fault.what, endpoint);
    case 'too-long':
      return new HumanError(
        text(
          'The reply from {0} was stopped because it is longer than {1} MB.',
          host,
          Math.ceil(fault.bytes / 1024 ** 2),
        ),
        'retry',
      );
    case 'silent':
      return fault.begun
        ? new HumanError(
            text(
              '{0} sent nothing for {1} s, so its reply was dropped. Nothing in it was carried out.',
              host,
              seconds(fault.ms),
            ),
            'retry',
          )
        : new HumanError(text('{0} did not begin to reply within {1} s.', host, seconds(fault.ms)), 'test-connection');
    case 'slow':
      return new HumanError(
        text('The reply from {0} was given up because it took longer than {1} s.', host, seconds(fault.ms)),
        'retry',
      );
    case 'finish':
      return new HumanError(
        text('The reply from {0} ended for an unknown reason: {1}', host, redact(fault.reason, apiKey)),
        'retry',
      );
    case 'bad-call':
      return new HumanError(
        text('The model {0} asked for a tool in a way that cannot be read.', endpoint.model),
        'retry',
      );
  }
}

const cutOff = (host: string): HumanError =>
  new HumanError(text('The reply from {0} was cut off. Nothing in it was carried out.', host), 'retry');

const seconds = (ms: number): number => Math.max(1, Math.round(ms / 1000));

function explainError(error: ServerError, endpoint: Endpoint, now: number): HumanError {
  const { host, model, apiKey, baseUrl } = endpoint;
  const status = statusOf(error);
  const said = redact(error.words.message, apiKey) || (STATUS_CODES[status ?? 0] ?? `HTTP ${status ?? '?'}`);
  if (isQuota(error))
    return new HumanError(text('The account at {0} has nothing left to spend: {1}', host, said), 'open-settings');
  if (isAbout(error, /context.?(length|window|size)|prompt is too long|too many (input )?tokens/i))
    return new TooLongError(text('The conversation has become too long for the model {0}.', model), 'open-settings');
  if (
    isRefusal(status) &&
    isAbout(error, /\b(?:tool|function).{0,60}(?:support|requires)|support.{0,40}\b(?:tool|function)/i)
  )
    return new HumanError(
      text('The model {0} at {1} does not take tools, which Memento works with: {2}', model, host, said),
      'open-settings',
    );
  if (isUnknownModel(error))
    return new HumanError(text('{0} does not know the model {1}.', host, model), 'open-settings');
  switch (status) {
    case 401:
      return apiKey === undefined
        ? new HumanError(text('{0} asks for an API key.', host), 'set-api-key')
        : new HumanError(text('{0} did not accept the API key.', host), 'set-api-key');
    case 403:
      return new HumanError(
        text('{0} does not let this API key use the model {1}: {2}', host, model, said),
        'set-api-key',
      );
    case 404:
    case 405:
      return new HumanError(
        text('There is no chat service at {0}. Is the base URL right? Many end with /v1.', baseUrl),
        'open-settings',
      );
    case 407:
      return new HumanError(text('A proxy on the way to {0} asks for a login.', host), 'test-connection');
    case 413:
      return new HumanError(text('The request is too large for {0}.', host), 'open-settings');
    case 429:
      return explainRateLimit(error, host, now);
    case null:
      return new HumanError(text('{0} broke off its reply with an error: {1}', host, said), 'retry');
    default:
      return status >= 500 || status === 408 || status === 425
        ? new HumanError(text('The server at {0} failed (HTTP {1}): {2}', host, status, said), 'retry')
        : new HumanError(text('{0} refused the request (HTTP {1}): {2}', host, status, said), 'open-settings');
  }
}

/** The server says that it does not have the model. */
export const isUnknownModel = (error: ServerError): boolean =>
  isRefusal(statusOf(error)) && isAbout(error, unknownModel);

const isRefusal = (status: number | null): boolean => status !== null && [400, 404, 422].includes(status);

const isAbout = ({ words }: ServerError, pattern: RegExp): boolean =>
  pattern.test(words.message) || pattern.test(words.code.replaceAll('_', ' '));

function explainRateLimit(error: ServerError, host: string, now: number): HumanError {
  const asked = askedWait(error, now) ?? 0;
  return asked > longestWaitMs
    ? new HumanError(
        text('{0} limits requests and asks to wait {1} minutes.', host, Math.ceil(asked / 60_000)),
        'retry',
      )
    : new HumanError(text('{0} limits requests. Wait a little, then try again.', host), 'retry');
}

function explainConnection(reason: string, { host, apiKey }: Endpoint): HumanError {
  if (reason === 'ECONNREFUSED')
    return new HumanError(text('Nothing answers at {0}. Is the server running?', host), 'test-connection');
  if (['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL'].includes(reason))
    return new HumanError(
      text('The address {0} was not found. Is it right, and is this computer online?', host),
      'test-connection',
    );
  if (/CERT|SSL|TLS|EPROTO|SIGNED|SIGNATURE/.test(reason))
    return new HumanError(text('No secure connection to {0} could be made ({1}).', host, reason), 'test-connection');
  return new HumanError(
    text('No connection to {0} could be made ({1}).', host, redact(reason, apiKey)),
    'test-connection',
  );
}

function explainUnreadable(what: Extract<Fault, { kind: 'unreadable' }>['what'], { host }: Endpoint): HumanError {
  switch (what) {
    case 'html':
      return new HumanError(text('{0} answered with a web page. Is the base URL right?', host), 'open-settings');
    case 'json':
      return new HumanError(text('{0} did not stream its reply, which Memento needs.', host), 'open-settings');
    case 'empty':
      return new HumanError(text('{0} sent an empty reply.', host), 'retry');
    case 'broken':
      return new HumanError(
        text('{0} sent a reply that cannot be read. Nothing in it was carried out.', host),
        'retry',
      );
  }
}
