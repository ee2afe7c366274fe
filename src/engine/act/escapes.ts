/** Longer control strings are not believed: an unclosed one must not swallow the rest of the output. */
const longestString = 4096;

/** Terminal control sequences (ECMA-48): CSI, then OSC, DCS, SOS, PM and APC strings with their end, then all other escapes. */
const sequences = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]`,
    String.raw`(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]{0,${longestString}}(?:\u0007|\u001b\\|\u009c)`,
    String.raw`\u001b[ -/]*[0-OQ-WYZ\\\u0060-~]`,
  ].join('|'),
  'g',
);

/** The beginning of a sequence at the end of a piece of output: it may go on in the next piece. */
const unfinished = new RegExp(
  [
    String.raw`(?:\u001b\[|\u009b)[0-?]{0,64}[ -/]{0,16}$`,
    String.raw`(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]{0,${longestString}}\u001b?$`,
    String.raw`\u001b[ -/]{0,16}$`,
    String.raw`\r$`,
  ].join('|'),
);

/** Control characters but tab and newline. */
const controls = /[\0-\u0008\u000b-\u001f\u007f-\u009f]/g;
const anyControl = /[\0-\u0008\u000b-\u001f\u007f-\u009f]/;

/**
 * Takes terminal escapes and control characters out of a stream of text. A carriage return becomes a newline, so that text meant to be
 * overwritten on a screen stays readable.
 */
export class EscapeFilter {
  private rest = '';

  /** The plain text of this piece; the beginning of an escape is held back for the next one. */
  push(piece: string): string {
    const text = this.rest + piece;
    this.rest = '';
    if (!anyControl.test(text)) return text;
    const stripped = text.replace(sequences, '');
    const cut = stripped.search(unfinished);
    if (cut >= 0) this.rest = stripped.slice(cut);
    return plain(cut >= 0 ? stripped.slice(0, cut) : stripped);
  }

  /** What was held back at the end of the stream. */
  end(): string {
    const rest = this.rest.replace(/^(\u001b\[|\u009b)[0-?]*[ -/]*$/, '');
    this.rest = '';
    return plain(rest.replace(/^\u001b[\]PX^_]/, ''));
  }
}

const plain = (text: string): string => text.replace(/\r\n?/g, '\n').replace(controls, '');
