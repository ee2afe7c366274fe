import { dot, ruleY } from '@observablehq/plot';
import type { BenchReport, ConditionReport } from '../../src/protocol.js';
import { h, made, type Child, type View } from '../dom.js';
import { t } from '../l10n.js';
import { focus, ordered, shown, type Desk } from './desk.js';
import { plain } from './draw.js';
import { kept } from './kept.js';
import { lookOf } from './look.js';
import { goTo, lastSpot } from './spots.js';

/** All conditions with their looks; a click draws a curve or takes it away. */
export function legend(desk: Desk): View {
  const { report, chosen } = desk;
  const drawn = shown(desk);
  return h(
    'div',
    { key: 'legend', class: 'toggles', attr: { role: 'group', 'aria-label': t('Curves') } },
    ordered(report).map((condition) => {
      const on = drawn.includes(condition);
      return toggle(condition.name, on, swatch(report, condition.name), condition.name, {
        click: () => {
          const change = { shown: { ...chosen.shown, [condition.name]: !on } };
          desk.choose(change);
          spellOut(desk, shown({ report, chosen: { ...chosen, ...change } }), on ? focus(desk) : condition);
        },
        ...(on ? { mouseenter: () => spellOut(desk, drawn, condition) } : {}),
      });
    }),
    toggle('unseen', chosen.unseen, unseenSwatch(), t('unseen kinds'), {
      click: () => desk.choose({ unseen: !chosen.unseen }),
    }),
  );
}

/** Says below the curves where one of them ends. */
function spellOut(desk: Desk, drawn: readonly ConditionReport[], condition: ConditionReport | undefined): void {
  const curve = condition ? drawn.indexOf(condition) : -1;
  if (curve >= 0) goTo(desk, 'curves', lastSpot(drawn, curve));
}

const toggle = (
  key: string,
  on: boolean,
  sample: Child,
  words: string,
  does: Readonly<Record<string, () => void>>,
): View => h('button', { key: `toggle:${key}`, attr: { type: 'button', 'aria-pressed': on }, on: does }, sample, words);

const unseenSwatch = (): Child =>
  h(
    'svg',
    { class: 'plot swatch', attr: { viewBox: '0 0 28 12', width: 28, height: 12, 'aria-hidden': true } },
    h('g', { class: 'unseen' }, h('path', { attr: { d: 'M1 6H27' } })),
  );

/** A piece of the curve of a condition. */
export function swatch(report: BenchReport, condition: string): View {
  const { colour, symbol } = lookOf(report, condition);
  const svg = kept(`swatch:${condition}`, [report], () => {
    const piece = plain({
      width: 28,
      height: 12,
      margin: 1,
      axis: null,
      x: { domain: [0, 1] },
      y: { domain: [0, 1] },
      marks: [
        ruleY([0.5], { stroke: colour, className: 'curve' }),
        dot([0.5], { x: 0.5, y: 0.5, fill: colour, symbol, r: 4, className: 'marker' }),
      ],
    });
    piece.classList.add('swatch');
    piece.setAttribute('aria-hidden', 'true');
    return piece;
  });
  return made(svg);
}
