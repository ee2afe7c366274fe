import { CancelledError, throwIfCancelled, TooLongError } from '../errors.js';
import type { RunEventBody } from '../events.js';
import type { ChatMessage, ChatModel, ChatReply, ToolCall } from '../ports.js';
import type { Skill } from '../skills/skill.js';
import type { Task } from '../task.js';
import { text } from '../text.js';
import type { TraceCall } from '../write/episode.js';
import { answerOf, openingMessages } from './prompt.js';
import type { Deadline } from './deadline.js';
import type { SlateSkill } from './slate.js';
import type { Toolbox } from './toolbox.js';

/** Why acting ended; everything but `answered` is a limit. */
export type Stop = Extract<RunEventBody, { type: 'act.finished' }>['stop'];

export interface ActResult {
  readonly answer: string;
  readonly stop: Stop;
  readonly trace: readonly TraceCall[];
}

/** The same call this often in one run means the agent goes in circles (reliability.md 4B, B78). */
const repeatLimit = 5;

/**
 * Lets the model solve the task with tools until it answers or a limit ends it.
 * @throws {HumanError} when the model fails
 * @throws {CancelledError} when the signal fires
 */
export async function act(
  input: {
    readonly task: Task;
    readonly skill: Skill | undefined;
    readonly version: number | null;
    /** Skills that the model may take instead; empty when the choice is clear. */
    readonly slate: readonly SlateSkill[];
    readonly model: ChatModel;
    readonly toolbox: Toolbox;
    readonly maxSteps: number;
    readonly deadline: Deadline;
    /** Passed to the model with every request: two seeds are two tries. */
    readonly seed?: number;
    readonly emit: (event: RunEventBody) => void;
  },
  signal: AbortSignal,
): Promise<ActResult> {
  const { toolbox, deadline, emit } = input;
  const either = AbortSignal.any([signal, deadline.signal]);
  const messages = openingMessages(input.task, input.skill, input.version, input.slate);
  const trace: TraceCall[] = [];
  const seen = new Map<string, number>();
  const finish = (stop: Stop, reply = ''): ActResult => ({ answer: answerOf(reply), stop, trace });
  let last = '';
  try {
    for (let step = 1; step <= input.maxSteps; step++) {
      const reply = await think({ ...input, messages }, step, either);
      last = reply.content;
      if (reply.finish === 'length' || reply.finish === 'content_filter') return finish('truncated', last);
      if (!reply.toolCalls.length) return finish('answered', last);
      messages.push({ role: 'assistant', content: reply.content, toolCalls: reply.toolCalls });
      for (const call of reply.toolCalls) {
        const times = (seen.get(fingerprint(call)) ?? 0) + 1;
        seen.set(fingerprint(call), times);
        if (times >= repeatLimit) return finish('repeated', last);
        const output = await toolbox.call(step, call, either);
        trace.push({ step, tool: call.name, input: call.arguments, output });
        messages.push({ role: 'tool', callId: call.id, content: output });
      }
    }
    emit({
      type: 'notice',
      level: 'warning',
      text: text('Stopped after {0} steps without an answer.', input.maxSteps),
    });
    return finish('steps', last);
  } catch (error) {
    if (error instanceof CancelledError && !signal.aborted && deadline.signal.aborted) return finish('time', last);
    // A task that is too long from the start is for the person to mend; what the agent made long is a limit it ran into.
    if (error instanceof TooLongError && trace.length > 0) {
      emit({ type: 'notice', level: 'warning', text: error.text });
      return finish('context', last);
    }
    throw error;
  }
}

async function think(
  input: {
    readonly model: ChatModel;
    readonly messages: readonly ChatMessage[];
    readonly toolbox: Toolbox;
    readonly seed?: number;
    readonly emit: (event: RunEventBody) => void;
  },
  step: number,
  signal: AbortSignal,
): Promise<ChatReply> {
  const { model, messages, toolbox, seed, emit } = input;
  throwIfCancelled(signal);
  emit({ type: 'step.started', step });
  const started = performance.now();
  const reply = await model.chat(
    { messages, tools: toolbox.definitions, ...(seed === undefined ? {} : { seed }) },
    {
      delta: (delta) => emit({ type: 'step.delta', step, text: delta }),
      retry: (ms, attempt, why) => emit({ type: 'step.waiting', step, ms, attempt, why }),
    },
    signal,
  );
  emit({
    type: 'step.finished',
    step,
    text: reply.content,
    calls: reply.toolCalls.length,
    usage: reply.usage,
    ms: performance.now() - started,
  });
  return reply;
}

const fingerprint = (call: ToolCall): string => `${call.name}\0${call.arguments}`;
