// @ts-check
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import ts from 'typescript';

/** The functions that make or translate a sentence, per folder; their first argument is the English text. */
const makers = [
  { folder: 'src', names: ['text', 't', 'l10n.t', 'vscode.l10n.t'] },
  { folder: 'webview-ui', names: ['t'] },
];

/** The languages sentences are translated to, as VS Code names them in `bundle.l10n.LANGUAGE.json`. */
export const languages = ['ko', 'zh-cn'];

/**
 * Every sentence a person reads, sorted. A first argument that is no literal is an error: it could not be translated.
 * @param {string} root the project
 * @returns {Promise<string[]>}
 */
export const collectStrings = (root) => stringsOf(root, makers);

/**
 * @param {string} root the project
 * @param {readonly { readonly folder: string, readonly names: readonly string[] }[]} places
 */
async function stringsOf(root, places) {
  /** @type {Set<string>} */
  const keys = new Set();
  for (const { folder, names } of places)
    for (const entry of await readdir(path.join(root, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const file = path.join(entry.parentPath, entry.name);
      const source = ts.createSourceFile(file, await readFile(file, 'utf8'), ts.ScriptTarget.ES2022, true);
      visit(source, names, source, keys);
    }
  return [...keys].sort();
}

/**
 * The sentences a report.html may show: of what draws it, and of what the bench and the write step say in it.
 * @param {string} root the project
 * @returns {Promise<string[]>}
 */
export const reportStrings = (root) =>
  stringsOf(root, [
    { folder: 'webview-ui', names: ['t'] },
    { folder: 'src/bench', names: ['text'] },
    { folder: 'src/engine/write', names: ['text'] },
  ]);

/**
 * @param {ts.Node} node
 * @param {readonly string[]} names
 * @param {ts.SourceFile} source
 * @param {Set<string>} keys
 */
function visit(node, names, source, keys) {
  if (ts.isCallExpression(node) && names.includes(node.expression.getText(source))) {
    const first = node.arguments[0];
    if (first) literals(first, source).forEach((key) => keys.add(key));
  }
  ts.forEachChild(node, (child) => visit(child, names, source, keys));
}

/**
 * The literals a first argument can be; passing on somebody else's key (`text.key`) is allowed.
 * @param {ts.Expression} argument
 * @param {ts.SourceFile} source
 * @returns {string[]}
 */
function literals(argument, source) {
  if (ts.isStringLiteralLike(argument)) return [argument.text];
  if (ts.isConditionalExpression(argument))
    return [...literals(argument.whenTrue, source), ...literals(argument.whenFalse, source)];
  const written = argument.getText(source);
  if (/(^|\.)key$/.test(written)) return [];
  const { line } = source.getLineAndCharacterOfPosition(argument.getStart(source));
  throw new Error(`${source.fileName}:${line + 1}: ${written} is no literal and cannot be translated`);
}
