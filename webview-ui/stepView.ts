import type { ApprovalChoice, ApprovalRequest, RunEvent, Text } from '../src/protocol.js';

/** One tool call as the panel shows it. */
export interface CallView {
  readonly id: string;
  readonly tool: string;
  readonly input: string;
  readonly title: Text;
  readonly approval: { readonly request: ApprovalRequest; readonly choice: ApprovalChoice | null } | null;
  /** What it printed: the end of it while it runs, all of it afterwards. */
  readonly output: string;
  readonly result: { readonly ok: boolean; readonly summary: Text; readonly ms: number } | null;
}

/** One model turn with the calls it asked for. */
export interface StepView {
  readonly step: number;
  readonly text: string;
  readonly calls: readonly CallView[];
  /** The client waits before it asks the model again. */
  readonly retry: { readonly ms: number; readonly attempt: number; readonly why: Text } | null;
  readonly turn: {
    /** Calls the model asked for; not all of them may have started. */
    readonly calls: number;
    readonly tokens: number | null;
    readonly ms: number;
  } | null;
}

/** Output kept while a tool runs; the whole comes with its end. */
const liveOutput = 8000;

export type StepEvent = Extract<
  RunEvent,
  {
    readonly type:
      | 'step.started'
      | 'step.delta'
      | 'step.waiting'
      | 'step.finished'
      | 'tool.started'
      | 'tool.delta'
      | 'tool.finished'
      | 'approval.asked'
      | 'approval.answered';
  }
>;

/** The steps after one more event. Events of a call that never started are ignored. */
export function foldStep(steps: readonly StepView[], event: StepEvent): readonly StepView[] {
  switch (event.type) {
    case 'step.started':
      return onStep(steps, event.step, (step) => step);
    case 'step.delta':
      return onStep(steps, event.step, (step) => ({ ...step, text: step.text + event.text, retry: null }));
    case 'step.waiting':
      return onStep(steps, event.step, (step) => ({
        ...step,
        retry: { ms: event.ms, attempt: event.attempt, why: event.why },
      }));
    case 'step.finished':
      return onStep(steps, event.step, (step) => ({
        ...step,
        text: event.text,
        retry: null,
        turn: { calls: event.calls, tokens: sum(event.usage.promptTokens, event.usage.completionTokens), ms: event.ms },
      }));
    case 'tool.started':
      return onStep(steps, event.step, (step) => ({
        ...step,
        calls: [
          ...step.calls.filter((call) => call.id !== event.call),
          {
            id: event.call,
            tool: event.tool,
            input: event.input,
            title: event.title,
            approval: null,
            output: '',
            result: null,
          },
        ],
      }));
    case 'tool.delta':
      return onCall(steps, event.call, (call) => ({ ...call, output: (call.output + event.text).slice(-liveOutput) }));
    case 'tool.finished':
      return onCall(steps, event.call, (call) => ({
        ...call,
        output: event.output,
        result: { ok: event.ok, summary: event.summary, ms: event.ms },
      }));
    case 'approval.asked':
      return onCall(steps, event.call, (call) => ({ ...call, approval: { request: event.request, choice: null } }));
    case 'approval.answered':
      return onCall(steps, event.call, (call) =>
        call.approval?.request.id === event.id
          ? { ...call, approval: { ...call.approval, choice: event.choice } }
          : call,
      );
  }
}

const empty = (step: number): StepView => ({ step, text: '', calls: [], retry: null, turn: null });

function onStep(steps: readonly StepView[], number: number, change: (step: StepView) => StepView): readonly StepView[] {
  const index = steps.findLastIndex((step) => step.step === number);
  const step = steps[index];
  return step ? steps.with(index, change(step)) : [...steps, change(empty(number))];
}

/** Ids of calls come from the model and may repeat in a later step: the newest is meant. */
function onCall(steps: readonly StepView[], id: string, change: (call: CallView) => CallView): readonly StepView[] {
  const index = steps.findLastIndex((step) => step.calls.some((call) => call.id === id));
  const step = steps[index];
  if (!step) return steps;
  return steps.with(index, { ...step, calls: step.calls.map((call) => (call.id === id ? change(call) : call)) });
}

const sum = (a: number | null, b: number | null): number | null => (a === null || b === null ? null : a + b);

/** The question a call waits with, if it does. */
export const asking = (call: CallView): ApprovalRequest | undefined =>
  call.approval?.choice === null && !call.result ? call.approval.request : undefined;

export type StepState = 'running' | 'asking' | 'done' | 'failed' | 'stopped';

/** @param live whether the run still goes on: what had not ended by then was stopped */
export function stepState(step: StepView, live: boolean): StepState {
  if (live && step.calls.some(asking)) return 'asking';
  const ended = step.turn !== null && step.calls.length >= step.turn.calls && step.calls.every((call) => call.result);
  if (!ended) return live ? 'running' : 'stopped';
  return step.calls.some((call) => call.result?.ok === false) ? 'failed' : 'done';
}
