import type { SkillVersion } from '../../skills/skill.js';
import type { Judged, TrackRecord } from './trackRecord.js';
import { type Tally, tallyOf } from './utility.js';

/** Versions with one and the same content. A version that was restored goes on with the record the content had. */
export type Content = readonly number[];

/**
 * From the first content to that of a version, each made from the one before.
 * @param versions of the skill, oldest first
 * @param version a number that `versions` lacks is a content that is not recorded yet, made from the last one
 */
export function lineageOf(versions: readonly SkillVersion[], version: number): readonly Content[] {
  const found = versions.find((one) => one.version === version);
  const chain: Content[] = found ? [] : [[version]];
  const known = versions.filter((one) => one.version < version || one === found);
  let tree = found ? found.tree : (known.at(-1)?.tree ?? null);
  let before = version + 1;
  while (tree !== null) {
    const same = known.filter((one) => one.tree === tree);
    const first = same[0];
    // A damaged history may name a parent that came later.
    if (!first || first.version >= before) break;
    chain.push(same.map((one) => one.version));
    before = first.version;
    tree = first.parent;
  }
  return chain.length > 0 ? chain.reverse() : [[version]];
}

/** All judged uses of a content, oldest first. */
export const usesOf = ({ uses }: TrackRecord, content: Content): readonly Judged[] =>
  content.length === 1
    ? (uses.get(content[0] ?? 0) ?? [])
    : content.flatMap((version) => uses.get(version) ?? []).sort((a, b) => a.round - b.round);

/**
 * Weighs the record of each content. One that was replaced is looked at from its own last use on: what it was worth then does not fade, and a
 * decision that compares with it does not change by mere waiting.
 * @param now the round from which the last one is looked at; absent: its last use, too
 */
export function talliesOf(
  track: TrackRecord,
  lineage: readonly Content[],
  now: number | undefined,
  decay: number,
): readonly Tally[] {
  return lineage.map((content, index) => {
    const judged = usesOf(track, content);
    const from = index === lineage.length - 1 ? now : undefined;
    return tallyOf(judged, from ?? judged.at(-1)?.round ?? 0, decay);
  });
}
