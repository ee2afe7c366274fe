import { build } from 'esbuild';
import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContext, type Locator, type Page } from 'playwright-core';
import type { FromPanel, PanelStatus, RunEvent, ToPanel } from '../../src/protocol.js';
import { bodyClass, themeVariables, type PanelTheme } from './panelThemes.js';

const root = path.resolve(import.meta.dirname, '../..');

/** The panel as scripts/build.mjs makes it, kept in memory: file name to content. */
async function bundlePanel(): Promise<ReadonlyMap<string, Uint8Array>> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: { panel: 'webview-ui/main.ts' },
    outdir: 'dist/webview',
    write: false,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    splitting: true,
    target: 'es2022',
    legalComments: 'none',
    logLevel: 'warning',
  });
  return new Map(outputFiles.map((file) => [path.basename(file.path), file.contents]));
}

/** What VS Code's own style sheet does to every webview before ours. */
const defaultStyles = `
html { scrollbar-color: #79797966 var(--vscode-editor-background); }
body { background: transparent; color: var(--vscode-editor-foreground); font: var(--vscode-font-size) var(--vscode-font-family); margin: 0; padding: 0 20px; }
a { color: var(--vscode-textLink-foreground); }
code { color: var(--vscode-textPreformat-foreground); background: var(--vscode-textPreformat-background); padding: 1px 3px; border-radius: 4px; }
blockquote { background: #7f7f7f33; border-color: #007acc80; }
a:focus, input:focus, select:focus, textarea:focus { outline: 1px solid -webkit-focus-ring-color; outline-offset: -1px; }
`;

/** Records every breach of the content security policy and every error nobody caught. */
const watching = `
  window.breaches = [];
  document.addEventListener('securitypolicyviolation', (e) => window.breaches.push(e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample));
  window.addEventListener('error', (e) => window.breaches.push('error ' + e.message));
`;

/** The other side of the panel: records what it posts and what {@link watching} does. */
const fakeHost = (theme: PanelTheme): string => `
  ${watching}
  window.sent = [];
  for (const [name, value] of Object.entries(${JSON.stringify(themeVariables(theme))})) document.documentElement.style.setProperty(name, value);
  window.acquireVsCodeApi = () => ({
    postMessage: (message) => window.sent.push(message),
    getState: () => JSON.parse(sessionStorage.getItem('kept') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('kept', JSON.stringify(state)),
  });
`;

function html(theme: PanelTheme, origin: string): string {
  const nonce = randomUUID();
  const styleNonce = randomUUID();
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src ${origin} data:; style-src ${origin} 'nonce-${styleNonce}'; script-src 'nonce-${nonce}'">
<meta property="csp-nonce" content="${styleNonce}">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>Memento</title>
<link rel="stylesheet" href="/defaults.css"><link rel="stylesheet" href="/panel.css"></head>
<body class="${bodyClass[theme]}"><script nonce="${nonce}">${fakeHost(theme)}</script>
<script nonce="${nonce}" type="module" src="/panel.js"></script></body></html>`;
}

function serve(files: ReadonlyMap<string, Uint8Array>): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
    const name = url.pathname.slice(1);
    if (name === '') {
      response.setHeader('content-type', 'text/html');
      response.end(html((url.searchParams.get('theme') ?? 'dark') as PanelTheme, url.origin));
      return;
    }
    const content = name === 'defaults.css' ? defaultStyles : files.get(name);
    response.statusCode = content === undefined ? 404 : 200;
    response.setHeader('content-type', name.endsWith('.css') ? 'text/css' : 'text/javascript');
    response.end(content);
  });
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

/** Chromium with the built panel on a loopback address. */
export class PanelHouse {
  private constructor(
    private readonly browser: Browser,
    private readonly server: Server,
    /** Size of the bundle in bytes, by file name. */
    readonly sizes: ReadonlyMap<string, number>,
  ) {}

  static async open(): Promise<PanelHouse> {
    const files = await bundlePanel();
    const server = await serve(files);
    const browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    return new PanelHouse(browser, server, new Map([...files].map(([name, content]) => [name, content.length])));
  }

  async panel(options: PanelOptions = {}): Promise<PanelPage> {
    const { theme = 'dark', width = 900, height = 800, reducedMotion = 'reduce' } = options;
    const context = await this.browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: options.scale ?? 1,
      reducedMotion,
      colorScheme: theme === 'light' ? 'light' : 'dark',
      locale: 'en-GB',
      timezoneId: 'UTC',
    });
    const page = await context.newPage();
    if (options.file !== undefined) {
      await page.addInitScript(watching);
      await page.goto(pathToFileURL(options.file).href);
      return new PanelPage(page, context);
    }
    const { port } = this.server.address() as AddressInfo;
    await page.goto(`http://127.0.0.1:${port}/?theme=${theme}`);
    return new PanelPage(page, context);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export interface PanelOptions {
  readonly theme?: PanelTheme;
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** A page on disk instead of the panel. */
  readonly file?: string;
}

/** One panel, spoken to as the host does and looked at as a person does. */
export class PanelPage {
  constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
  ) {}

  /** Delivers messages and waits until a picture with them has been drawn. */
  async post(...messages: readonly ToPanel[]): Promise<void> {
    await this.page.evaluate(`{
      const messages = ${JSON.stringify(messages)};
      for (const message of messages) window.postMessage(message, '*');
    }`);
    await this.drawn();
  }

  async drawn(): Promise<void> {
    // Messages arrive as tasks, the panel draws in the next animation frame: after two more frames the picture stands.
    await this.page.evaluate(
      `new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(done)))))`,
    );
  }

  /** A fresh panel in the same window, with nothing kept. */
  async renew(): Promise<void> {
    await this.page.evaluate('sessionStorage.clear()');
    await this.page.reload();
  }

  async start(status: PanelStatus, strings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.post({ type: 'init', strings, locale: 'en', status, tab: 'run' });
  }

  async events(...events: readonly RunEvent[]): Promise<void> {
    await this.post({ type: 'events', events });
  }

  /** Everything the panel has posted so far. */
  sent(): Promise<readonly FromPanel[]> {
    return this.page.evaluate('window.sent');
  }

  async lastSent(): Promise<FromPanel | undefined> {
    return (await this.sent()).at(-1);
  }

  /** Breaches of the content security policy and uncaught errors. */
  async breaches(): Promise<readonly string[]> {
    return await this.page.evaluate<readonly string[]>('window.breaches');
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, ...(typeof name === 'string' && { exact: true }) });
  }

  section(part: string): Locator {
    return this.page.locator(`[data-part=${part}]`);
  }

  head(part: string): Locator {
    return this.section(part).locator('h2');
  }

  status(): Promise<string | null> {
    return this.page.locator('.meta .state').textContent();
  }

  /** Marks an element, so that a test can tell whether it is still the same one later. */
  async mark(locator: Locator): Promise<void> {
    await locator.evaluate((element: object) => void Object.assign(element, { marked: true }));
  }

  isMarked(locator: Locator): Promise<boolean> {
    return locator.evaluate((element: object) => 'marked' in element);
  }

  /** What has focus, through shadow trees: its accessible words, or its id. */
  focused(): Promise<string> {
    return this.page.evaluate(`(() => {
      const element = document.activeElement;
      return element === document.body || !element ? '' : element.id || element.getAttribute('aria-label') || element.textContent.trim();
    })()`);
  }

  /** Scrolls the page to a place, 0 its beginning. */
  async scroll(top: number): Promise<void> {
    await this.page.evaluate(`document.documentElement.scrollTop = ${top}`);
    await this.drawn();
  }

  /** Whether the end of the page is in sight; a scroll position may lie between two pixels. */
  atEnd(): Promise<boolean> {
    return this.page.evaluate(
      '(({ scrollTop, clientHeight, scrollHeight }) => scrollHeight - scrollTop - clientHeight < 2)(document.documentElement)',
    );
  }

  /** Whether a button is pressed, `null` for one that does not stay pressed. */
  async pressed(name: string): Promise<string | null> {
    await this.drawn();
    return this.button(name).getAttribute('aria-pressed');
  }

  /** How far the page stands out to the right, in pixels. */
  sideways(): Promise<number> {
    return this.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  }

  /** A picture of the whole page, or of the beginning of a very long one. */
  async picture(file: string): Promise<void> {
    const height = await this.page.evaluate<number>('document.querySelector(".app").getBoundingClientRect().height');
    const { width } = this.page.viewportSize() ?? { width: 900 };
    await this.page.setViewportSize({ width, height: Math.min(1600, Math.max(400, Math.ceil(height))) });
    await this.drawn();
    await this.page.screenshot({ path: file });
  }

  close(): Promise<void> {
    return this.context.close();
  }
}
