import type { FromPanel, Place, ToPanel } from '../src/protocol.js';
import { announcement, routerAnnouncement } from './announce.js';
import { registerComponents } from './components.js';
import type { Context } from './context.js';
import { render } from './dom.js';
import { focusOn, rememberFocus } from './focus.js';
import { setLanguage } from './l10n.js';
import { waitingCall, type RunView } from './runView.js';
import { Follower } from './scroll.js';
import { initial, reduce, type PanelState } from './state.js';
import './styles/index.css';
import { follow, initialUi, keep, placeId, restore, towards, type Kept, type UiState } from './ui.js';
import { app } from './views/app.js';

declare function acquireVsCodeApi(): {
  postMessage(message: FromPanel): void;
  getState(): unknown;
  setState(state: Kept): void;
};

/** Figures change at most four times a second. */
const figureMs = 250;
/** Time to see that a run has ended before its Cancel becomes another button. */
const settleMs = 500;

const host = acquireVsCodeApi();
const follower = new Follower();
const root = document.body.appendChild(document.createElement('div'));
root.className = 'app';
const spoken = document.body.appendChild(document.createElement('div'));
spoken.className = 'sr';
spoken.setAttribute('role', 'status');

let state: PanelState = initial;
let ui: UiState = restore(host.getState());
let now = Date.now();
let sample: RunView | null = null;
let queue: ToPanel[] = [];
let frame: { readonly picture: number; readonly timer: number } | undefined;
let settleTimer: number | undefined;
let drawn: RunView | null = null;
let drawing = false;
let tabScroll: Partial<Record<UiState['tab'], number>> = {};

function draw(): void {
  if (drawing) {
    schedule();
    return;
  }
  drawing = true;
  if (state.run?.status !== 'running' || sample?.id !== state.run.id) sample = state.run;
  const onRun = ui.tab === 'run';
  const wasAtEnd = follower.atEnd();
  const backToFocus = rememberFocus();
  render(root, app(context(onRun && !wasAtEnd ? follower.unseen(state.run) : 0)));
  if (onRun) {
    follower.settle(drawn, state.run, wasAtEnd);
    drawn = state.run;
  }
  backToFocus();
  drawing = false;
}

const context = (unseen: number): Context => ({
  state,
  ui,
  now,
  sample,
  width: root.clientWidth,
  unseen,
  toEnd: () => {
    follower.toEnd();
    schedule();
  },
  post,
  update,
  focus: focusOn,
});

const post = (message: FromPanel): void => host.postMessage(message);

/** The reader did something: shown at once. */
function update(change: Partial<UiState>): void {
  const { tab } = ui;
  ui = { ...ui, ...change };
  host.setState(keep(ui));
  if (ui.tab !== tab) tabScroll = { ...tabScroll, [tab]: document.documentElement.scrollTop };
  draw();
  if (ui.tab !== tab) document.documentElement.scrollTop = tabScroll[ui.tab] ?? 0;
}

/** Messages of the host are taken together once per picture; where no pictures are drawn (hidden), a few times a second. */
function schedule(): void {
  frame ??= { picture: requestAnimationFrame(flush), timer: window.setTimeout(flush, figureMs) };
}

function flush(): void {
  if (frame) {
    cancelAnimationFrame(frame.picture);
    clearTimeout(frame.timer);
    frame = undefined;
  }
  const messages = queue;
  queue = [];
  for (const message of messages) take(message);
  draw();
  const asked = messages.findLast((message) => message.type === 'show')?.focus;
  if (asked === 'approval') focusOnApproval();
  else if (asked !== undefined) goTo(asked);
}

/** The reader followed a quote of another page to its place. */
function goTo(place: Place): void {
  if (!state.run) return;
  update(towards(ui, state.run, place));
  focusOn(placeId(place));
}

function take(message: ToPanel): void {
  const before = state;
  if (message.type === 'init') {
    setLanguage(message.strings, message.locale);
    document.documentElement.lang = message.locale;
    if (ui === initialUi) ui = { ...ui, tab: message.tab };
    // After a reload of the window the host does not know what is on show, and some pages are fed only while they are.
    else if (ui.tab !== message.tab) post({ type: 'tab', tab: ui.tab });
  }
  state = reduce(state, message);
  ui = follow(ui, message, before, state);
  settleEnd(before.run, state.run);
  const words = announcement(ui, before.run, state.run) ?? routerAnnouncement(before.router, state.router);
  if (words !== null) spoken.textContent = words;
  if (message.type !== 'events') host.setState(keep(ui));
}

/** A run that ended under the reader's eyes keeps its Cancel for a moment, so that no click meant for it hits another button. */
function settleEnd(before: RunView | null, run: RunView | null): void {
  if (!run || run.status === 'running' || ui.settled === run.id) return;
  if (before?.id === run.id && before.status === 'running') waitToSettle(run.id);
  else if (settleTimer === undefined) ui = { ...ui, settled: run.id };
}

function waitToSettle(run: string): void {
  clearTimeout(settleTimer);
  settleTimer = window.setTimeout(() => {
    settleTimer = undefined;
    update({ settled: run });
  }, settleMs);
}

function focusOnApproval(): void {
  const request = state.run && waitingCall(state.run)?.call.approval?.request;
  if (request) focusOn(`approval-${request.id}`);
}

window.addEventListener('message', ({ data }: MessageEvent<ToPanel>) => {
  queue.push(data);
  schedule();
});
document.addEventListener(
  'pointerdown',
  ({ target }) => {
    const onMain = target instanceof Element && target.closest('#main-button');
    if (settleTimer !== undefined && onMain && state.run) waitToSettle(state.run.id);
  },
  { capture: true },
);
document.addEventListener('scroll', () => follower.unseen(state.run) > 0 && follower.atEnd() && schedule(), {
  passive: true,
});
// Charts are drawn for the width there is.
new ResizeObserver(() => (ui.tab === 'router' || ui.tab === 'learning') && schedule()).observe(root);
window.setInterval(() => {
  const live = state.run?.status === 'running';
  // Without a run only the ages in the lists move, and they count minutes.
  if (!live && Date.now() - now < 30_000) return;
  now = Date.now();
  sample = state.run;
  schedule();
}, figureMs);

registerComponents();
host.postMessage({ type: 'ready' });
