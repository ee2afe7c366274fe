// @ts-check
import { chromium } from 'playwright-core';

const args = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Containers have a small /dev/shm, in which pages crash.
  '--disable-dev-shm-usage',
];

/**
 * A headless browser. Without its own sandbox, which root cannot have: it shows nothing but our own server.
 * @param {string} executable from chromium.mjs
 */
export const launchBrowser = (executable) =>
  chromium.launch({
    executablePath: executable,
    args,
    chromiumSandbox: false,
    // The script that owns the browser closes it in order; playwright would exit the process at once.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });

/** The window of tests and pictures. */
export const viewport = { width: 1400, height: 900 };
