import type { ConditionReport } from '../../src/protocol.js';
import { h, type Child, type View } from '../dom.js';
import { comparison } from './comparisons.js';
import { cost } from './cost.js';
import { curves } from './curves.js';
import { focus, roundOf, type Desk } from './desk.js';
import { domains } from './domains.js';
import { edits } from './edits.js';
import { growth } from './growth.js';
import { headline, subject, warnings } from './headline.js';
import { skillMap } from './map.js';
import { roundDetail } from './roundDetail.js';
import { transfer } from './transfer.js';
import { wording } from './wording.js';

/** Above this width of the page drawings stand side by side; as in styles/plots.css. */
const sideBySide = 700;
/** Space beside and between drawings; as in styles/plots.css. */
const [gutter, gap] = [24, 28];
/** Drawings narrower than this are not made. */
const narrowest = 280;

/** Everything a benchmark found out. */
export function learningPage(desk: Desk): View {
  const condition = focus(desk);
  return h('div', { key: 'report', class: 'learning' }, condition && parts(desk, condition));
}

function parts(desk: Desk, condition: ConditionReport): Child {
  const round = roundOf(desk, condition);
  const whole = Math.max(narrowest, desk.width - gutter);
  const two = desk.width > sideBySide;
  // As the grid of styles/plots.css shares it out.
  const wide = two ? Math.floor(((whole - gap) * 1.75) / 2.75) : whole;
  const rest = two ? whole - gap - wide : whole;
  const half = two ? Math.floor((whole - gap) / 2) : whole;
  const against = [...new Set(desk.report.comparisons.map((one) => one.against))];
  return [
    headline(condition),
    subject(desk, condition),
    warnings(desk.report),
    h('div', { key: 'curves', class: 'charts' }, curves(desk, wide), growth(desk, condition, rest, two ? 300 : 150)),
    round && roundDetail(desk, condition, round),
    h('div', { key: 'work', class: 'charts even' }, edits(desk, condition, half), cost(desk, half)),
    h('div', { key: 'domains', class: 'charts even' }, domains(desk, condition, half), transfer(desk, condition, half)),
    h(
      'div',
      { key: 'against', class: 'charts even' },
      against.map((name) => comparison(desk, name, half)),
      wording(desk, half),
    ),
    skillMap(desk, condition, whole),
  ];
}
