import { createHash } from 'node:crypto';
import type { BenchReport } from './benchReport.js';

/**
 * The report as one file that opens in any browser without a server and contacts nothing: data, script and style are inside, and the content
 * security policy lets only these two run, by their hashes.
 * @param script `dist/report.js`
 * @param style `dist/report.css`
 */
export function reportHtml(report: BenchReport, script: string, style: string): string {
  const [code, rules] = [closed(script, 'script'), closed(style, 'style')];
  const policy = [
    `default-src 'none'`,
    `script-src '${hash(code)}'`,
    `style-src '${hash(rules)}'`,
    `img-src data:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(report.name)}</title>
<style>${rules}</style>
</head>
<body>
<noscript>This report is drawn by the script inside it; allow scripts to see it.</noscript>
<script type="application/json" id="report">${inlineJson(report)}</script>
<script>${code}</script>
</body>
</html>
`;
}

/** JSON that ends no script element and no line of a script, whatever its strings hold; it parses to the same value. */
export const inlineJson = (value: unknown): string =>
  JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('>', '\\u003e')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');

/**
 * A text that does not end its element: a backslash before the slash changes neither a string of a script nor one of a style sheet, and there is
 * no other place for such words. Line ends are as a browser reads them, for the hash is of what it read.
 */
const closed = (text: string, tag: string): string =>
  text.replace(new RegExp(`</(?=${tag})`, 'gi'), '<\\/').replace(/\r\n?/g, '\n');

const hash = (text: string): string => `sha256-${createHash('sha256').update(text).digest('base64')}`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
