import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import prettier from 'prettier';
import ts from 'typescript';

const kb = fileURLToPath(new URL('../../../../src/practice/kb/', import.meta.url));

/** Where the texts are kept. */
export const textsFile = path.join(kb, 'programs.json');

interface FunctionText {
  readonly needs: readonly string[];
  readonly lines: readonly string[];
}

/** Every exported function of kb/helpers and kb/domains as plain JavaScript with the functions it calls, as programs.json holds it. */
export async function functionTexts(): Promise<Record<string, FunctionText>> {
  const declared = (await Promise.all(['helpers', 'domains'].map((folder) => declarations(folder)))).flat();
  const names = new Set(declared.map(({ name }) => name));
  const texts: Record<string, FunctionText> = {};
  for (const { name, node, source } of declared) {
    const typed = source.text.slice(node.getStart(source, true), node.end);
    const plain = ts.transpileModule(typed, { compilerOptions: { target: ts.ScriptTarget.ESNext } }).outputText;
    const options = { ...(await prettier.resolveConfig(textsFile)), parser: 'babel' };
    const formatted = await prettier.format(plain.replace(/^export (?=function)/m, ''), options);
    texts[name] = {
      needs: called(node, names).filter((other) => other !== name),
      lines: formatted.trimEnd().split('\n'),
    };
  }
  return texts;
}

async function declarations(
  folder: string,
): Promise<{ name: string; node: ts.FunctionDeclaration; source: ts.SourceFile }[]> {
  const files = (await readdir(path.join(kb, folder))).sort();
  const sources = await Promise.all(
    files.map(async (file) =>
      ts.createSourceFile(file, await readFile(path.join(kb, folder, file), 'utf8'), ts.ScriptTarget.ESNext, true),
    ),
  );
  return sources.flatMap((source) =>
    source.statements
      .filter(ts.isFunctionDeclaration)
      .flatMap((node) => (node.name ? [{ name: node.name.text, node, source }] : [])),
  );
}

function called(node: ts.Node, names: ReadonlySet<string>): string[] {
  const found = new Set<string>();
  const visit = (child: ts.Node): void => {
    if (ts.isCallExpression(child) && ts.isIdentifier(child.expression) && names.has(child.expression.text))
      found.add(child.expression.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return [...found];
}
