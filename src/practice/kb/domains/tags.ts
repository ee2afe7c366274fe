import { decodeTag, encodeTag } from '../helpers/assetTag.js';
import type { Rules } from '../house.js';
import type { Asked, Kind } from '../kind.js';

type Written = Rules<'base' | 'pad' | 'check' | 'prefix'>;
type Read = Rules<'base' | 'check' | 'prefix'>;

export function tagsEncode({ n }: Asked<'n'>, house: Written): string {
  return encodeTag(Number(n), house);
}

export function tagsDecode({ tag }: Asked<'tag'>, house: Read): string {
  return String(decodeTag(tag, house).serial);
}

export function tagsValid({ tag }: Asked<'tag'>, house: Read): string {
  return decodeTag(tag, house).valid ? 'yes' : 'no';
}

export function tagsNext({ tag }: Asked<'tag'>, house: Written): string {
  return encodeTag(decodeTag(tag, house).serial + 1, house);
}

/** Requests about asset tags; they need no file. */
export const tags: readonly Kind[] = [
  {
    id: 'tags.encode',
    domain: 'tags',
    about: 'Asset tag of a serial number.',
    uses: ['base', 'pad', 'check', 'prefix'],
    texts: ['Write the asset tag for serial number {n}.', 'Which asset tag does serial number {n} get?'],
    solver: 'tagsEncode',
    solve: tagsEncode,
  },
  {
    id: 'tags.decode',
    domain: 'tags',
    about: 'Serial number behind an asset tag.',
    uses: ['base', 'check', 'prefix'],
    texts: ['Which serial number is behind asset tag {tag}?', 'Decode the asset tag {tag} into its serial number.'],
    solver: 'tagsDecode',
    solve: tagsDecode,
  },
  {
    id: 'tags.valid',
    domain: 'tags',
    about: 'Whether the check digit of an asset tag is right.',
    uses: ['base', 'check', 'prefix'],
    texts: ['Is the asset tag {tag} valid, yes or no?'],
    solver: 'tagsValid',
    solve: tagsValid,
  },
  {
    id: 'tags.next',
    domain: 'tags',
    about: 'The asset tag after a given one.',
    uses: ['base', 'pad', 'check', 'prefix'],
    texts: ['Which asset tag comes right after {tag}?'],
    solver: 'tagsNext',
    solve: tagsNext,
  },
];
