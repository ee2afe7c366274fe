// @ts-check
// Serves VS Code in a browser, on loopback. Runs on the cache's Node (not the system's), started by server.mjs, with the
// arguments of VS Code's own server; the module to serve is in MEMENTO_SERVER_MAIN, the port in MEMENTO_PORT.
//
// Why not one of the two programs that come with it: VS Code's own server checks a connection token but has no /mint-key,
// without which SecretStorage forgets everything on a reload; code-server's has /mint-key but a password page in place of
// the token. VS Code's request handler is a module, so this is that handler, its token check included, plus /mint-key.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * @typedef {object} CodeServer
 * @property {(request: http.IncomingMessage, response: http.ServerResponse) => void} handleRequest
 * @property {(request: http.IncomingMessage, socket: import('node:stream').Duplex) => void} handleUpgrade
 * @property {() => void} dispose
 */

const argument = (/** @type {string} */ name) => process.argv[process.argv.indexOf(name) + 1] ?? '';
const token = argument('--connection-token');
const keyFile = path.join(argument('--user-data-dir'), 'key-half');

// Tells the module that it is a part of another program and must not start by itself.
process.env['CODE_SERVER_PARENT_PID'] = String(process.pid);
const module = await import(pathToFileURL(process.env['MEMENTO_SERVER_MAIN'] ?? '').href);
const { createServer } = await module.loadCodeWithNls();
/** @type {CodeServer} */
const code = await createServer(null);

const server = http.createServer((request, response) => {
  if (request.method === 'POST' && request.url?.split('?')[0]?.endsWith('/mint-key')) mintKey(request, response);
  else code.handleRequest(request, response);
});
server.on('upgrade', (request, socket) => code.handleUpgrade(request, socket));
server.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
server.listen(Number(process.env['MEMENTO_PORT'] ?? 0), '127.0.0.1', () => {
  const address = server.address();
  console.log(`listening on ${address && typeof address === 'object' ? address.port : ''}`);
});

/**
 * Half of the key with which the browser encrypts secrets in its own storage; 256 bits, kept with the user's data.
 * @param {http.IncomingMessage} request
 * @param {http.ServerResponse} response
 */
function mintKey(request, response) {
  if (!mayEnter(request)) {
    response.writeHead(403).end();
    return;
  }
  response.end(keyHalf());
}

/** The cookie that VS Code's handler sets for whoever came with the token. @param {http.IncomingMessage} request */
function mayEnter(request) {
  const cookies = (request.headers.cookie ?? '').split(/;\s*/);
  const given = cookies.find((cookie) => cookie.startsWith('vscode-tkn='))?.slice('vscode-tkn='.length) ?? '';
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function keyHalf() {
  try {
    return readFileSync(keyFile);
  } catch {
    const key = randomBytes(32);
    writeFileSync(keyFile, key, { mode: 0o600 });
    return key;
  }
}

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  code.dispose();
  server.closeAllConnections();
  server.close();
  // Extension hosts end by themselves when their channel closes; server.mjs looks after those that do not.
  setTimeout(() => process.exit(0), 300);
}
// The starter holds the other end of this pipe: when it is gone, however it ended, so is this server.
process.stdin.on('end', end).on('error', end).resume();
process.on('SIGTERM', end);
