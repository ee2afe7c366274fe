import { testEmbeddings } from '../../models/connect.js';
import type { CliContext } from '../context.js';
import { say, t } from '../l10n.js';
import { withEmbeddings } from '../model.js';

/** What `doctor` says of the embeddings. */
export interface EmbeddingsReport {
  readonly label: string;
  /** `null`: none are configured, which is nothing to mend. */
  readonly usable: boolean | null;
  /** Numbers in a vector; `null` when none came. */
  readonly dimension: number | null;
  readonly lines: readonly string[];
}

/** Tries the configured embeddings. @param chosen the model named on the command line */
export const embeddingsReport = (context: CliContext, chosen: string | undefined): Promise<EmbeddingsReport> =>
  withEmbeddings(context, chosen, async (endpoint) => {
    if (!endpoint) return { label: t('none configured'), usable: null, dimension: null, lines: [] };
    const { ok, dimension, line } = await testEmbeddings(endpoint, context.signal);
    const label = endpoint.simulated ? `${endpoint.model} (${t('simulated')})` : endpoint.model;
    return { label, usable: ok, dimension, lines: [say(line)] };
  });
