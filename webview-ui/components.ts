import { provideVSCodeDesignSystem, vsCodeButton, vsCodeTextField } from '@vscode/webview-ui-toolkit';
import { h, type Child, type View } from './dom.js';
import { icon, type IconName } from './icons.js';
import { t } from './l10n.js';

/**
 * The one place that knows the toolkit. Its elements style themselves through constructed style sheets, which the content security
 * policy allows; size and colour are set from styles/controls.css through `::part`, so they can be swapped without touching a view.
 * Its badge and progress ring carry style attributes, which the policy forbids: those two are ours.
 */
export function registerComponents(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeTextField());
}

interface ButtonProps {
  readonly key?: string;
  readonly icon?: IconName;
  /** One per view: the thing to do next. */
  readonly primary?: boolean;
  readonly small?: boolean;
  readonly pressed?: boolean;
  /** Stays focusable, so that focus does not fall to the page when a button waits for the host. */
  readonly disabled?: boolean;
  /** The accessible name where the visible words alone do not say enough. */
  readonly label?: string;
  readonly title?: string;
  readonly shortcut?: string;
  readonly id?: string;
  readonly class?: string;
  readonly onClick: () => void;
}

/** A push button. */
export function button(words: Child, props: ButtonProps): View {
  const { primary, small, pressed, disabled, label, title, shortcut, id, onClick } = props;
  return h(
    'vscode-button',
    {
      ...(props.key === undefined ? {} : { key: props.key }),
      class: ['btn', primary && 'primary', small && 's', props.class].filter(Boolean).join(' '),
      attr: {
        id,
        title,
        appearance: primary ? 'primary' : 'secondary',
        'aria-label': label,
      },
      // The toolkit's button hears of no other attribute once it stands.
      prop: {
        ariaPressed: pressed === undefined ? null : String(pressed),
        ariaDisabled: disabled ? 'true' : null,
        ariaKeyshortcuts: shortcut ?? null,
      },
      on: { click: () => !disabled && onClick() },
    },
    props.icon && icon(props.icon),
    words,
  );
}

/** A button that is only an icon; `label` says what it does. */
export function iconButton(name: IconName, label: string, onClick: () => void, pressed?: boolean, id?: string): View {
  return h(
    'button',
    {
      class: pressed ? 'ib on' : 'ib',
      attr: { type: 'button', 'aria-label': label, title: label, 'aria-pressed': pressed, id },
      on: { click: onClick },
    },
    icon(name),
  );
}

/** A button that reads as a link. */
export function link(
  words: Child,
  onClick: () => void,
  props: { readonly label?: string; readonly class?: string } = {},
): View {
  return h(
    'button',
    {
      class: ['link', props.class].filter(Boolean).join(' '),
      attr: { type: 'button', 'aria-label': props.label },
      on: { click: onClick },
    },
    words,
  );
}

interface FieldProps {
  readonly id?: string;
  readonly class?: string;
  readonly label: string;
  readonly placeholder?: string;
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onEnter?: () => void;
}

/** One line of text. */
export function textField({ id, label, placeholder, value, onInput, onEnter, ...props }: FieldProps): View {
  return h(
    'vscode-text-field',
    {
      class: ['field', props.class].filter(Boolean).join(' '),
      prop: { value },
      attr: { id, placeholder },
      on: {
        input: (event) => {
          const { target } = event;
          if (target instanceof HTMLElement && 'value' in target) onInput(String(target.value));
        },
        keydown: (event) => {
          if (event.key !== 'Enter' || event.isComposing || !onEnter) return;
          // Focus may have moved when the field is gone, and what has it then must not be pressed by the same key.
          event.preventDefault();
          onEnter();
        },
      },
    },
    // The toolkit takes the accessible name from here and overwrites any other; styles/controls.css hides the words.
    label,
  );
}

/** A number that waits to be looked at. */
export const count = (value: number, label: string): View =>
  h('span', { class: 'count', attr: { 'aria-label': label, role: 'img' } }, value);

/** A word in a frame. */
export const tag = (words: Child, tone?: 'pass' | 'fail' | 'wait' | 'quiet'): View =>
  h('span', { class: tone ? `tag ${tone}` : 'tag' }, words);

/** Stands beside everything the practice model made. */
export const simulated = (): View =>
  h(
    'span',
    { class: 'tag quiet', attr: { title: t('Made by the practice model, not by a real one') } },
    icon('flask'),
    t('simulated'),
  );

/** A share as a bar; the figure stands beside it in words. */
export const bar = (share: number, hot = false): View =>
  h(
    'span',
    { class: hot ? 'bar hot' : 'bar', attr: { 'aria-hidden': true } },
    h('span', { class: 'fill', style: { width: `${Math.round(Math.min(1, Math.max(0, share)) * 100)}%` } }),
  );

/** Words in the editor's font. */
export const code = (words: Child): View => h('code', {}, words);
