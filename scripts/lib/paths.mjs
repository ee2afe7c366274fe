// @ts-check
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** An absolute path inside the project. */
export const inRoot = (/** @type {string[]} */ ...parts) => path.join(root, ...parts);
