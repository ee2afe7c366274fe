import * as z from 'zod';
import type { BenchReport } from './benchReport.js';

const count = z.number().min(0);
const share = z.number().min(0).max(1);
const index = z.number().int().min(0);
const name = z.string();
const list = <T extends z.ZodType>(item: T): z.ZodReadonly<z.ZodArray<T>> => z.array(item).readonly();

/** A share, or a difference of shares. */
const interval = z.object({
  mean: z.number().min(-1).max(1),
  low: z.number().min(-1).max(1),
  high: z.number().min(-1).max(1),
  n: index,
});
const detail = z.object({
  skills: list(z.object({ name, version: index, description: z.string() })),
  failures: list(z.object({ id: name, domain: name, skill: name.nullable(), prompt: z.string() })),
});
const curveRound = z.object({
  round: index,
  test: interval,
  unseen: interval,
  wording: z.exactOptional(z.object({ known: interval, novel: interval })),
  train: z.exactOptional(interval),
  bySeed: list(share),
  library: count,
  tokens: count,
  detail,
});
const domain = z.object({
  domain: name,
  first: interval,
  last: interval,
  passedWith: z.object({ own: count, other: count, seed: count, none: count }),
});
const edits = z.object({
  proposed: count,
  accepted: count,
  rejected: count,
  reasons: list(z.object({ reason: z.string(), count })),
  rolledBack: count,
  archived: count,
  harmful: z.exactOptional(count),
  helpful: z.exactOptional(count),
});
const cost = z.object({
  tokens: z.object({ act: count, attribute: count, write: count, gate: count, test: count }),
  requests: count,
  ms: count,
  money: z.exactOptional(z.object({ amount: count, currency: z.string() })),
});
const condition = z.object({
  name,
  curve: list(curveRound),
  domains: list(domain),
  edits,
  cost,
  firstToLast: z.object({ gained: count, lost: count, p: share }),
  map: list(z.object({ skill: name, x: share, y: share, cluster: index, uses: count, passed: count })),
  clusters: z.exactOptional(list(list(z.string()))),
});
const report = z.object({
  name,
  startedAt: count,
  simulated: z.boolean(),
  model: z.string(),
  tasks: z.string(),
  counts: z.exactOptional(z.object({ train: index, test: index, unseen: index })),
  seeds: list(z.string()),
  rounds: index,
  changed: z.exactOptional(list(z.string())),
  drift: z.exactOptional(index),
  complete: z.boolean(),
  judged: z.boolean(),
  conditions: list(condition),
  comparisons: list(
    z.object({
      condition: name,
      against: name,
      difference: interval,
      better: index,
      worse: index,
      same: index,
      tokens: count,
    }),
  ),
  warnings: list(z.object({ key: z.string(), args: list(z.union([z.string(), z.number()])) })),
}) satisfies z.ZodType<BenchReport>;

/** The report a text holds, or undefined when it holds none: an older or newer version wrote it, or it was cut off. */
export function parseReport(text: string): BenchReport | undefined {
  try {
    return report.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
