import { HumanError } from '../../errors.js';
import { text } from '../../text.js';
import { isBinary } from '../lineDiff.js';

/** Text of a file with what an edit must keep. */
export interface TextFile {
  /** Without the byte order mark. */
  readonly text: string;
  readonly bom: boolean;
  /** The line end that most lines have. */
  readonly lineEnd: '\n' | '\r\n';
}

const bomBytes = Buffer.from([0xef, 0xbb, 0xbf]);

/** @throws {HumanError} when the bytes are not UTF-8 text: changing them would damage the file */
export function decodeFile(bytes: Uint8Array, name: string): TextFile {
  const decoded = tryDecode(bytes);
  if (!decoded) throw new HumanError(text('“{0}” is not UTF-8 text.', name));
  return decoded;
}

/** As {@link decodeFile}; undefined for binary content and other encodings. */
export function tryDecode(bytes: Uint8Array): TextFile | undefined {
  if (isBinary(bytes)) return undefined;
  try {
    const decoded = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { text: decoded, bom: bomBytes.equals(bytes.subarray(0, 3)), lineEnd: usualLineEnd(decoded) };
  } catch {
    return undefined;
  }
}

/** Text in the form of the file it goes to: its byte order mark, and its line ends where the text has plain ones. */
export function encodeLike(original: Pick<TextFile, 'bom' | 'lineEnd'>, changed: string): Uint8Array {
  const body = Buffer.from(changed.replace(/^\ufeff/, ''));
  return original.bom ? Buffer.concat([bomBytes, body]) : body;
}

/** Gives text the wanted line ends, unless it has mixed or other ones on purpose. */
export const withLineEnds = (value: string, lineEnd: TextFile['lineEnd']): string =>
  lineEnd === '\r\n' && !value.includes('\r') ? value.replaceAll('\n', '\r\n') : value;

function usualLineEnd(value: string): TextFile['lineEnd'] {
  const all = count(value, '\n');
  return all > 0 && count(value, '\r\n') * 2 > all ? '\r\n' : '\n';
}

/** How often `part` occurs, not overlapping. */
export function count(value: string, part: string): number {
  let found = 0;
  for (let at = value.indexOf(part); at >= 0; at = value.indexOf(part, at + part.length)) found++;
  return found;
}
