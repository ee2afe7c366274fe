import path from 'node:path';
import { HumanError } from '../errors.js';
import { sha256 } from '../store/hash.js';
import { text } from '../text.js';

/** Agent Skills: 1 to 64 of a-z, 0-9 and single inner hyphens. */
const pattern = /^(?!.*--)[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;

/** Names that Windows keeps for devices, also with an ending: no folder or file of such a name can be made there. */
const reserved = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\.|$)/i;

/** Whether Windows keeps the name for a device. */
export const isReservedName = (name: string): boolean => reserved.test(name);

/** Whether a skill may be written under this name; such a name is also safe as part of a path on every system. */
export const isSkillName = (name: string): boolean => pattern.test(name) && !isReservedName(name);

/** @throws {HumanError} for a name no skill may have. */
export function requireSkillName(name: string): void {
  if (!isSkillName(name)) throw new HumanError(text('“{0}” is not a valid skill name.', name));
}

/** Letters and digits of any script, inside also single blanks and `.`, `_`, `-`, `+`. */
const lax = /^[\p{L}\p{N}](?:[\p{L}\p{M}\p{N} ._+-]*[\p{L}\p{M}\p{N}+])?$/u;
/** Characters that show nothing, among them letters: Hangul fillers. */
const invisible = /\p{Default_Ignorable_Code_Point}/u;
/** A Latin letter and one of a script that has twins of Latin letters, in one word. */
const mixed =
  /\p{Script=Latin}\p{M}*[\p{Script=Cyrillic}\p{Script=Greek}]|[\p{Script=Cyrillic}\p{Script=Greek}]\p{M}*\p{Script=Latin}/u;
/** What file systems allow for one name. */
const maxNameBytes = 255;

/**
 * Whether a folder of this name can be used as a skill: wider than {@link isSkillName}, so that what other tools wrote can be read, and
 * narrow enough for an identity: a single path component that hides nothing and is not made of look-alike letters.
 */
export const isUsableName = (name: string): boolean => isSkillName(name) || isLaxName(name);

const isLaxName = (name: string): boolean =>
  lax.test(name) &&
  !name.includes('  ') &&
  !invisible.test(name) &&
  !mixed.test(name) &&
  Buffer.byteLength(name) <= maxNameBytes;

/** Agent Skills' own validator: lower-case letters and digits of any script and single inner hyphens, at most 64, after NFKC. */
const unicodePattern = /^(?!.*--)[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]*[\p{L}\p{M}\p{N}])?$/u;

/** Whether a name is right but for its letters being others than a to z. */
export function isUnicodeName(name: string): boolean {
  const normal = name.normalize('NFKC');
  return unicodePattern.test(normal) && normal === normal.toLowerCase() && Array.from(normal).length <= 64;
}

/** Two names that only differ in how their letters are encoded, such as those of macOS, are one. */
export const isSameName = (one: string, other: string): boolean =>
  one === other || one.normalize('NFKC') === other.normalize('NFKC');

/** The nearest name a skill can be written under; `undefined` when nothing is left of it. */
export function skillNameFrom(name: string): string | undefined {
  const slug = name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 64)
    .replace(/^-|-$/g, '');
  return isSkillName(slug) ? slug : undefined;
}

/**
 * What files that belong to a skill, such as its history, are called: safe on every file system, different for names that differ. Names of
 * the format stay as they are; others become `_` and the first 32 digits of their SHA-256, which is no skill's name.
 */
export const fileNameOf = (name: string): string => (isSkillName(name) ? name : `_${sha256(name).slice(0, 32)}`);

/** The folder of a workspace's own skills. */
export const skillsDirOf = (workspace: string): string => path.join(workspace, '.memento', 'skills');
