import { text } from '../../src/engine/text.js';
import type { Candidate, Route, ScorePart } from '../../src/protocol.js';
import { utility } from './panelEvents.js';

const parts = (
  words: number,
  memory: number,
  learned: number,
  usage: number,
  vectors?: number,
): readonly ScorePart[] => [
  { id: 'text', value: words },
  { id: 'memory', value: memory },
  { id: 'learned', value: learned },
  { id: 'usage', value: usage },
  ...(vectors === undefined ? [] : [{ id: 'vectors' as const, value: vectors }]),
];

const scored = (
  skill: string,
  version: number,
  probability: number,
  given: readonly ScorePart[],
  rest: Pick<Candidate, 'why' | 'words'> & Partial<Candidate>,
): Candidate => ({
  skill,
  version,
  probability,
  parts: given,
  score: given.reduce((sum, { value }) => sum + value, 0),
  ...rest,
});

/** A route of the router that learns: four parts, a negative one among them, a skill that keeps its place. */
export const learnedRoute: Route = {
  chosen: 'ledger-conventions',
  version: 4,
  by: 'router',
  confidence: 'use',
  generation: 9,
  considered: 17,
  rivals: { bm25: ['csv-cleanup', 'ledger-conventions'], usage: ['ledger-conventions', 'csv-cleanup'] },
  candidates: [
    scored('ledger-conventions', 4, 0.84, parts(2.1, 3.4, 1.9, 0.8), {
      words: ['ledgers', 'totals', 'monthly'],
      utility: utility(0.71, 34, 0.1),
      why: text('Chosen: it has worked for tasks like this one.'),
    }),
    scored('csv-cleanup', 2, 0.22, parts(2.9, 1.2, 1.1, 0.8), {
      words: ['csv', 'ledgers'],
      utility: utility(0.64, 9, 0.16),
      why: text('Matches “{0}”, but has worked for other tasks.', 'csv, ledgers'),
    }),
    scored('sql-report', 7, 0.16, parts(0.7, 3.1, -1.2, 1.3), {
      words: ['totals'],
      utility: utility(0.78, 49, 0.08),
      why: text('Has worked for tasks like this one; what it learned since speaks against it.'),
    }),
    {
      skill: null,
      version: null,
      score: 3.4,
      probability: 0.15,
      parts: [],
      words: [],
      why: text('Used when no skill is likely enough to work.'),
    },
    scored('invoice-naming', 1, 0.06, parts(0.9, 0, 0, 1.4), {
      words: ['2025'],
      utility: utility(0.5, 0, 0.4),
      guaranteed: true,
      why: text('Matches only “{0}”.', '2025'),
    }),
  ],
};

/** The same with embeddings, an unsure choice and a skill whose name is very long. */
export const vectorRoute: Route = {
  ...learnedRoute,
  confidence: 'slate',
  explored: true,
  chosen: 'csv-cleanup',
  version: 2,
  unreviewed: 2,
  candidates: [
    scored('ledger-conventions', 4, 0.44, parts(2.1, 1.4, -0.3, 0.8, 1.2), {
      words: ['ledgers', 'totals'],
      utility: utility(0.71, 1, 0.3),
      why: text('A little better, but the other one is tried to learn from it.'),
    }),
    scored('csv-cleanup', 2, 0.42, parts(2.9, 0.6, 0.7, 0.4, 0.4), {
      words: ['csv'],
      utility: utility(0.64, 9, 0.16),
      why: text('Chosen to learn from it.'),
    }),
    scored(
      'reconcile-the-quarterly-supplier-statements-with-purchase-orders',
      12,
      0.11,
      parts(1.2, 0, -2.4, 0.2, -0.8),
      {
        words: [],
        utility: utility(0.2, 12, 0.1),
        why: text('Matches “{0}”, but has worked for other tasks.', 'statements'),
      },
    ),
    {
      skill: null,
      version: null,
      score: 0,
      probability: 0.1,
      parts: [],
      words: [],
      why: text('Used when no skill is likely enough to work.'),
    },
  ],
};

/** Nothing fits; no generation was in use. */
export const noFit: Route = {
  chosen: null,
  version: null,
  by: 'router',
  confidence: 'none',
  considered: 1,
  rivals: { bm25: [], usage: [] },
  candidates: [
    {
      skill: null,
      version: null,
      score: 0,
      probability: 0.15,
      parts: [],
      words: [],
      why: text('Chosen: no skill is likely enough to work.'),
    },
    scored('invoice-naming', 1, 0.04, parts(0.2, 0, 0, 1.4), {
      words: ['2025'],
      guaranteed: true,
      why: text('Matches only “{0}”.', '2025'),
    }),
  ],
};
