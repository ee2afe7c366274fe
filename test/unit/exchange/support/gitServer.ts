import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** A web server on loopback that gives out the bare repositories of a folder. */
export interface GitServer {
  readonly url: string;
  /** Authorization headers of the requests, in order. */
  readonly authorizations: readonly (string | undefined)[];
  close(): Promise<void>;
}

interface ServerKind {
  /** `smart`: git's own program answers. `dumb`: files only. `stuck`: begins an answer that never ends. */
  readonly kind: 'smart' | 'dumb' | 'stuck';
  /** Header every request must have. */
  readonly authorization?: string;
}

export async function serve(folder: string, { kind, authorization }: ServerKind): Promise<GitServer> {
  const authorizations: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    if (authorization !== undefined && request.headers.authorization !== authorization)
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="test"' }).end();
    else if (kind === 'stuck') response.writeHead(200).write('0');
    else if (kind === 'dumb') file(folder, request, response);
    else backend(folder, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    authorizations,
    close: () => closeAll(server),
  };
}

async function closeAll(server: Server): Promise<void> {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
}

function file(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const found = path.join(folder, new URL(request.url ?? '', 'http://x').pathname);
  if (statSync(found, { throwIfNoEntry: false })?.isFile()) createReadStream(found).pipe(response);
  else response.writeHead(404).end();
}

/** git-http-backend is a program for CGI (RFC 3875): headers and body on its output. */
function backend(folder: string, request: IncomingMessage, response: ServerResponse): void {
  const { pathname, search } = new URL(request.url ?? '', 'http://x');
  const program = path.join(execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(), 'git-http-backend');
  const child = spawn(program, {
    env: {
      PATH: process.env.PATH,
      GIT_PROJECT_ROOT: folder,
      GIT_HTTP_EXPORT_ALL: '1',
      GIT_CONFIG_NOSYSTEM: '1',
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(pathname),
      QUERY_STRING: search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      HTTP_CONTENT_ENCODING: request.headers['content-encoding'] ?? '',
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_ADDR: '127.0.0.1',
    },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  let head: Buffer | undefined = Buffer.alloc(0);
  child.stdout.on('data', (piece: Buffer) => {
    if (!head) {
      response.write(piece);
      return;
    }
    head = Buffer.concat([head, piece]);
    const end = head.indexOf('\r\n\r\n');
    if (end < 0) return;
    const headers = head
      .toString('latin1', 0, end)
      .split('\r\n')
      .map((line) => line.split(/: (.*)/s));
    for (const [name = '', value = ''] of headers)
      if (name === 'Status') response.statusCode = Number.parseInt(value);
      else response.setHeader(name, value);
    response.write(head.subarray(end + 4));
    head = undefined;
  });
  child.once('close', () => response.end());
}
