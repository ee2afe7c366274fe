import type { IncomingMessage } from 'node:http';
import type * as z from 'zod/mini';

/** Why a request cannot be served, with the HTTP status that says so. */
export class RequestError extends Error {
  override readonly name = 'RequestError';
  constructor(
    readonly status: number,
    message: string,
    readonly code: string | null = null,
  ) {
    super(message);
  }
}

/** Bytes; a prompt of the product stays below a tenth of this. */
const largestBody = 8 * 1024 * 1024;

/**
 * Reads and checks the body of a request.
 * @throws {RequestError} when it is too large, no JSON or of another shape
 */
export async function read<T>(request: IncomingMessage, schema: z.ZodMiniType<T>): Promise<T> {
  const body = await textOf(request);
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new RequestError(400, 'The body is not valid JSON');
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RequestError(400, `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'invalid'}`);
}

function textOf(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    let pieces: Buffer[] = [];
    let size = 0;
    request.on('data', (piece: Buffer) => {
      size += piece.length;
      if (size <= largestBody) pieces.push(piece);
      else {
        // The rest is read and dropped: a connection closed on unread data would take the reply with it.
        pieces = [];
        reject(new RequestError(413, `The body is larger than ${largestBody} bytes`));
      }
    });
    request.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')));
    request.on('error', reject);
  });
}
