// @ts-check
// Stands in for the native package `@vscode/spdlog` in the installed VS Code server: log files and "Show Log" work
// without a compiler. Only what VS Code calls is here; its log levels are spdlog's.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

export const version = 0;
export const setLevel = () => undefined;
export const setFlushOn = () => undefined;

export class Logger {
  #level = 2;
  #plain = false;
  /** @type {string} */ #file;
  /** @type {number} */ #maxSize;
  #size = 0;

  /**
   * @param {string} _type
   * @param {string} _name
   * @param {string} file
   * @param {number} maxSize bytes; beyond it one older file is kept
   */
  constructor(_type, _name, file, maxSize) {
    this.#file = file;
    this.#maxSize = maxSize;
    mkdirSync(path.dirname(file), { recursive: true });
    this.#size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  }

  getLevel = () => this.#level;
  setLevel = (/** @type {number} */ level) => void (this.#level = level);
  clearFormatters = () => void (this.#plain = true);
  setPattern = () => void (this.#plain = false);
  flush = () => undefined;
  drop = () => undefined;
  trace = (/** @type {string} */ text) => this.#write(0, text);
  debug = (/** @type {string} */ text) => this.#write(1, text);
  info = (/** @type {string} */ text) => this.#write(2, text);
  warn = (/** @type {string} */ text) => this.#write(3, text);
  error = (/** @type {string} */ text) => this.#write(4, text);
  critical = (/** @type {string} */ text) => this.#write(5, text);

  /**
   * @param {number} level
   * @param {string} text
   */
  #write(level, text) {
    if (level < this.#level) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    const line = this.#plain ? text : `${time} [${levels[level]}] ${text}\n`;
    try {
      if (this.#maxSize > 0 && this.#size > this.#maxSize) {
        const { dir, name, ext } = path.parse(this.#file);
        renameSync(this.#file, path.join(dir, `${name}.1${ext}`));
        this.#size = 0;
      }
      appendFileSync(this.#file, line);
      this.#size += Buffer.byteLength(line);
    } catch {
      // A log that cannot be written (its folder was removed at the end of a run) must not end the server.
    }
  }
}

/**
 * @param {string} name
 * @param {string} file
 * @param {number} maxSize
 */
export const createRotatingLogger = async (name, file, maxSize) => new Logger('rotating', name, file, maxSize);
export const createAsyncRotatingLogger = createRotatingLogger;
