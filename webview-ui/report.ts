import type { BenchReport } from '../src/protocol.js';
import korean from '../l10n/bundle.l10n.ko.json';
import chinese from '../l10n/bundle.l10n.zh-cn.json';
import { h, render } from './dom.js';
import { setLanguage } from './l10n.js';
import { nothingChosen, type Chosen, type ReadingPlace } from './learning/desk.js';
import { learningPage } from './learning/page.js';
import { named } from './learning/words.js';
import './styles/file.css';

/** The one report of this file, as src/bench/report/html.ts has written it. */
const data = document.getElementById('report')?.textContent ?? '';
const report = JSON.parse(data) as BenchReport;

/** Translations by the beginning of the browser's language tag; other readers get English. */
const translations: Readonly<Record<string, Readonly<Record<string, string>>>> = { ko: korean, zh: chinese };
const [language = 'en'] = navigator.language.split('-');
setLanguage(translations[language] ?? {}, language in translations ? navigator.language : 'en');
if (language in translations) document.documentElement.lang = navigator.language;

const root = document.body.appendChild(document.createElement('main'));
root.className = 'app bench';
let chosen: Chosen = nothingChosen;
let ui: ReadingPlace = { open: {}, points: {} };

function draw(): void {
  render(
    root,
    h('h1', { key: 'title' }, named(report.name)),
    learningPage({
      report,
      chosen,
      ui,
      width: root.clientWidth,
      choose: (change) => {
        chosen = { ...chosen, ...change };
        draw();
      },
      update: (change) => {
        ui = { ...ui, ...change };
        draw();
      },
      save,
    }),
  );
}

function save(name: string, content: string): void {
  const type = name.endsWith('.svg') ? 'image/svg+xml' : 'text/csv';
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

new ResizeObserver(draw).observe(root);
draw();
