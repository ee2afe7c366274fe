import type { Cause } from '../../src/protocol.js';
import { button, link } from '../components.js';
import type { Context } from '../context.js';
import { h, type Child, type View } from '../dom.js';
import { t } from '../l10n.js';
import type { RunView } from '../runView.js';
import { causes } from './causes.js';

/** Causes that name a skill: the one to blame, or the one that would have been right. */
const named: readonly Cause[] = ['skill_defect', 'wrong_skill'];
const firstId = 'correct-first';
const questionId = 'not-right';

/** Opens the choice of another cause. */
export function notRight(ctx: Context, run: RunView): Child {
  if (run.status === 'running' || ctx.ui.correcting?.run === run.id) return null;
  return button(t('Not right?'), {
    key: 'not-right',
    id: questionId,
    small: true,
    class: 'push',
    onClick: () => {
      ctx.update({ correcting: { run: run.id, cause: null } });
      ctx.focus(firstId);
    },
  });
}

/** The six causes, then, where the cause names a skill, the skills it may be. */
export function correction(ctx: Context, run: RunView): Child {
  const { correcting } = ctx.ui;
  if (correcting?.run !== run.id || run.status === 'running') return null;
  return correcting.cause === null ? whichCause(ctx, run) : whichSkill(ctx, run, correcting.cause);
}

function whichCause(ctx: Context, run: RunView): View {
  const all = Object.entries(causes) as readonly (readonly [Cause, (typeof causes)[Cause]])[];
  return question(
    ctx,
    t('What was the cause?'),
    all.map(([cause, { name, summary }], index) =>
      button(name(), {
        key: cause,
        small: true,
        title: summary(),
        label: `${name()}: ${summary()}`,
        ...(index === 0 && { id: firstId }),
        onClick: () => {
          if (!named.includes(cause)) return send(ctx, run, cause, null);
          ctx.update({ correcting: { run: run.id, cause } });
          ctx.focus(firstId);
        },
      }),
    ),
  );
}

function whichSkill(ctx: Context, run: RunView, cause: Cause): View {
  const known = skillsOf(run, cause);
  return question(
    ctx,
    cause === 'wrong_skill' ? t('Which skill would have been right?') : t('Which skill is to blame?'),
    [
      ...known.map((skill, index) =>
        button(skill, {
          key: `skill:${skill}`,
          small: true,
          ...(index === 0 && { id: firstId }),
          onClick: () => send(ctx, run, cause, skill),
        }),
      ),
      button(t('another skill…'), {
        key: 'other',
        small: true,
        ...(known.length === 0 && { id: firstId }),
        onClick: () => {
          ctx.update({ correcting: null });
          ctx.post({ type: 'correct', run: run.id, cause });
        },
      }),
    ],
  );
}

/** Skills of the route that come into question, the likeliest first; all others are a click away. */
function skillsOf(run: RunView, cause: Cause): readonly string[] {
  const used = run.tried.filter((skill) => skill !== null);
  if (cause === 'skill_defect') return [...new Set(used)];
  const listed = (run.route?.route.candidates ?? []).map(({ skill }) => skill).filter((skill) => skill !== null);
  return [...new Set(listed)].filter((skill) => !used.includes(skill)).slice(0, 6);
}

function question(ctx: Context, title: string, choices: readonly View[]): View {
  return h(
    'div',
    { key: `correct:${title}`, class: 'ask', attr: { role: 'group', 'aria-label': title } },
    h('span', { class: 'wide' }, title, ' ', h('span', { class: 'muted' }, t('The router learns from your answer.'))),
    h(
      'div',
      { class: 'btns' },
      choices,
      link(
        t('Leave it'),
        () => {
          ctx.update({ correcting: null });
          ctx.focus(questionId);
        },
        { class: 'small pad' },
      ),
    ),
  );
}

function send(ctx: Context, run: RunView, cause: Cause, skill: string | null): void {
  ctx.update({ correcting: null });
  ctx.post({ type: 'correct', run: run.id, cause, skill });
}
