import { HumanError } from '../engine/errors.js';
import { text } from '../engine/text.js';
import type { Endpoint } from './config.js';
import { explain, isUnknownModel } from './fault.js';
import { isQuota, statusOf } from './retry.js';
import type { Fault } from './wire.js';

/** The sentence and the action for a fault of a request for embeddings; see {@link explain}. */
export function explainEmbedding(fault: Fault, endpoint: Endpoint, now: number): HumanError {
  if (fault.kind === 'error' && !isUnknownModel(fault)) {
    const status = statusOf(fault);
    if (status === 404 || status === 405 || status === 501)
      return new HumanError(
        text('There are no embeddings at {0}. Leave the embedding model empty to do without.', endpoint.baseUrl),
        'open-settings',
      );
    if (isTooLarge(fault))
      return new HumanError(text('The text is too long for the embedding model {0}.', endpoint.model), 'open-settings');
  }
  return explain(fault, endpoint, now);
}

/** The server takes fewer texts at once, or shorter ones. */
export function isTooLarge(fault: Fault): boolean {
  if (fault.kind === 'too-long') return true;
  if (fault.kind !== 'error' || isQuota(fault) || isUnknownModel(fault)) return false;
  const status = statusOf(fault);
  if (status === 413) return true;
  const said = `${fault.words.message} ${fault.words.code.replaceAll('_', ' ')}`;
  // A failure of the server has many reasons that sound alike.
  return status === 500
    ? /too large to process|batch size/i.test(said)
    : [400, 422].includes(status ?? 0) && limit.test(said);
}

/** How servers say that a limit is passed. */
const limit =
  /batch|too (?:many|large|long|big)|exceed|maximum|(?:context|sequence|token|input).{0,20}(?:length|size|limit)|must have less than|larger than/i;
