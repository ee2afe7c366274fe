import { isRecord, parseJson } from './json.js';
import type { ServerWords } from './wire.js';

const asText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';

/**
 * Finds the error in what a server sent, in the shapes that are in use:
 * `{error: {message, code, type, param}}`, `{error: "..."}`, `{message}`, `{detail: "..." | [{loc, msg}]}`.
 * A web page or nothing gives empty words.
 */
export function readWords(body: string): ServerWords {
  const value = parseJson(body);
  if (isRecord(value)) return wordsOf(value.error ?? value);
  const page = /^\s*</.test(body);
  return { message: page ? '' : body.trim(), code: '', type: '', param: '' };
}

/** The same for an error that is already parsed. */
export function wordsOf(error: unknown): ServerWords {
  if (!isRecord(error)) return { message: asText(error), code: '', type: '', param: '' };
  const detail = error.detail;
  return {
    message: asText(error.message) || asText(detail) || (Array.isArray(detail) ? JSON.stringify(detail) : ''),
    code: asText(error.code),
    type: asText(error.type),
    param: asText(error.param),
  };
}
