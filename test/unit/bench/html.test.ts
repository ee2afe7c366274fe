import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { inlineJson, reportHtml } from '../../../src/bench/report/html.js';
import { text } from '../../../src/engine/text.js';
import { benchReport } from '../../support/benchReport.js';

const script = 'document.title = "x";\r\nconst end = "</script><!--";';
const style = 'body { color: red }';

/** What stands between the tags of an element. */
const inside = (html: string, begin: string, end: string): string => {
  const from = html.indexOf(begin) + begin.length;
  return html.slice(from, html.indexOf(end, from));
};
const sha = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

describe('a report as one file', () => {
  const hostile = '</script><script>alert(1)</script><!-- \u2028\u2029 & "quoted"';

  it('holds its data so that no text in it can end the element', () => {
    const json = inlineJson({ hostile });
    assert.equal(/[<>\u2028\u2029]/.test(json), false);
    assert.deepEqual(JSON.parse(json), { hostile });
  });

  it('gives back the same report from the file', () => {
    const report = benchReport({ name: hostile, warnings: [text(hostile)] });
    const html = reportHtml(report, script, style);
    const json = inside(html, '<script type="application/json" id="report">', '</script>');
    assert.deepEqual(JSON.parse(json), JSON.parse(JSON.stringify(report)));
    assert.match(inside(html, '<title>', '</title>'), /^&lt;\/script&gt;/);
  });

  it('lets its own script and style run and nothing else', () => {
    const html = reportHtml(benchReport(), script, style);
    const policy = inside(html, 'Content-Security-Policy" content="', '"');
    assert.match(policy, /^default-src 'none';/);
    // As the browser reads it: line ends are line feeds.
    const code = 'document.title = "x";\nconst end = "<\\/script><!--";';
    assert.equal(inside(html, '</script>\n<script>', '</script>\n</body>'), code);
    assert.ok(policy.includes(`script-src ${sha(code)};`));
    assert.ok(policy.includes(`style-src ${sha(style)};`));
    assert.equal(/unsafe|https?:/.test(policy), false);
    assert.equal(html.split('</script>').length, 3, 'two elements, each ended once');
  });
});
