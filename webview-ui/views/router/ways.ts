import { t } from '../../l10n.js';

/** The ways of choosing that are compared. */
export type Way = 'router' | 'bm25' | 'usage';

/** What the router is compared with. */
export const rivals = ['bm25', 'usage'] as const satisfies readonly Way[];

export const ways: Readonly<Record<Way, () => string>> = {
  router: () => t('router'),
  bm25: () => 'BM25',
  usage: () => t('BM25 + usage'),
};
