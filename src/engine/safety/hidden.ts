/**
 * A whole emoji, so that the joiners and variation selectors inside it are kept: a keycap, or pictographs with their selectors and skin
 * tones, joined by U+200D.
 */
const emoji = String.raw`[0-9#*]\uFE0F\u20E3|\p{Extended_Pictographic}[\uFE0E\uFE0F]?\p{Emoji_Modifier}?(?:\u200D\p{Extended_Pictographic}\uFE0F?\p{Emoji_Modifier}?)*`;

/** Variants of Chinese characters are chosen by one selector behind the character. */
const hanVariant = String.raw`\p{Script=Han}[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`;

/**
 * What a person does not see and a model reads: tag characters, bidirectional controls, zero-width characters, invisible operators and
 * stray variation selectors (a known way to smuggle bytes).
 */
const hidden = String.raw`\u{E0000}-\u{E007F}\u{E0100}-\u{E01EF}\u00AD\u034F\u061C\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\uFFF9-\uFFFB`;

const forPrompt = new RegExp(`(${emoji}|${hanVariant})|[${hidden}]`, 'gu');

/** Control characters but tab and newline, odd spaces and separators, all format characters, private use and unpaired surrogates. */
const forDisplay = new RegExp(
  String.raw`(${emoji}|${hanVariant})|[${hidden}\u0000-\u0008\u000B-\u001F\u007F-\u009F\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000\p{Cf}\p{Co}\p{Cs}]`,
  'gu',
);

export interface Stripped {
  readonly text: string;
  /** Characters that were taken out. */
  readonly count: number;
}

/**
 * Text for a prompt, without the characters that hide from the person what the model would read (reference/reliability.md 3.2 rule 7).
 * Emoji and text in any script stay as they are; joiners outside emoji are taken out, also where a script uses them for shaping.
 */
export function stripHidden(text: string): Stripped {
  let count = 0;
  const clean = text.replace(forPrompt, (_whole, kept: string | undefined) => {
    if (kept !== undefined) return kept;
    count++;
    return '';
  });
  return { text: clean, count };
}

const short: Readonly<Record<string, string>> = {
  '\0': String.raw`\0`,
  '\b': String.raw`\b`,
  '\v': String.raw`\v`,
  '\f': String.raw`\f`,
  '\r': String.raw`\r`,
};

/**
 * Text for a person who must see all of it, such as the command on an approval card: what would be invisible, look like a plain space or
 * move other text is shown as an escape (`\r`, `\x1b`, `\u{202e}`). Tab and newline stay, plain space and emoji too.
 */
export function visible(text: string): string {
  return text.replace(forDisplay, (whole, kept: string | undefined) => {
    if (kept !== undefined) return kept;
    const code = whole.codePointAt(0) ?? 0;
    const hex = code.toString(16);
    return short[whole] ?? (code < 0x100 ? String.raw`\x${hex.padStart(2, '0')}` : String.raw`\u{${hex}}`);
  });
}
