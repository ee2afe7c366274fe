import assert from 'node:assert/strict';
import { throwIfCancelled } from '../../../../src/engine/errors.js';
import type { RunEvent, RunEventBody } from '../../../../src/engine/events.js';
import type { ChatModel, ChatRequest } from '../../../../src/engine/ports.js';
import type { Candidate, Route } from '../../../../src/engine/read/route.js';
import type { Replay, Replayer, ReplayRequest } from '../../../../src/engine/replay/replayer.js';
import type { Skill } from '../../../../src/engine/skills/skill.js';
import { sha256 } from '../../../../src/engine/store/hash.js';
import { type Text, text } from '../../../../src/engine/text.js';
import type { CauseInput } from '../../../../src/engine/write/attribution/input.js';
import { episodeOf } from '../../../../src/engine/write/episode.js';

export const never = new AbortController().signal;

export const skillOf = (name: string, description = `About ${name}.`, body = '# Rules\n\n- Follow them.\n'): Skill => {
  const markdown = `---\nname: ${name}\ndescription: ${description}\n---\n${body}`;
  return {
    ...{ name, description, body, text: markdown, hash: sha256(markdown), files: [], tree: sha256(name) },
    ...{ path: `/library/${name}/SKILL.md`, source: 'own', diagnostics: [] },
  };
};

/** A model that gives these replies one after the other and remembers what it was asked. */
export function scripted(...replies: string[]): ChatModel & { readonly requests: ChatRequest[] } {
  const requests: ChatRequest[] = [];
  return {
    requests,
    info: { id: 's', label: 'scripted', simulated: true },
    chat: (request) => {
      requests.push(structuredClone(request));
      const content = replies[requests.length - 1];
      assert.ok(content !== undefined, 'a request too many');
      return Promise.resolve({
        ...{ content, toolCalls: [], finish: 'stop', usage: { promptTokens: 1, completionTokens: 1 } },
      });
    },
  };
}

/** All that was asked of a model. */
export const promptsTo = ({ requests }: { readonly requests: readonly ChatRequest[] }): string =>
  requests.flatMap(({ messages }) => messages.map(({ content }) => content)).join('\n');

/** A reply that names a cause. */
export const says = (value: object): string =>
  `\`\`\`json\n${JSON.stringify({ confidence: 0.8, reason: 'r', quotes: [{ from: 'check', text: 'expected: 17' }], ...value })}\n\`\`\``;

export interface CallSample {
  readonly tool?: string;
  readonly input?: object;
  readonly output?: string;
  readonly ok?: boolean;
  readonly denied?: boolean;
}

/** A failed run as the log would hold it. */
export interface RunSample {
  readonly prompt?: string;
  readonly check?: string;
  readonly tail?: string;
  readonly answer?: string;
  readonly calls?: readonly CallSample[];
  /** Files the run left changed. */
  readonly changed?: readonly string[];
  readonly used?: Skill | undefined;
  readonly library?: readonly Skill[];
  readonly candidates?: readonly Candidate[];
  readonly model?: ChatModel;
  readonly replayer?: Replayer;
  readonly counterfactuals?: boolean;
  readonly reason?: string;
}

export const candidate = (skill: string | null, more: Partial<Candidate> = {}): Candidate => ({
  ...{ skill, version: 1, score: 1, parts: [], words: [], why: text('Chosen: it matches “{0}”.', '') },
  ...more,
});

export const deniedOutput = 'The user denied this. Do not try it again; find another way or stop.';

export function bodiesOf(sample: RunSample): RunEventBody[] {
  const { prompt = 'Total of the ledger?', check = 'node check.mjs', used, candidates = [], calls = [] } = sample;
  const route: Route = {
    ...{ chosen: used?.name ?? null, version: used ? 1 : null, by: 'router', considered: 3, candidates },
  };
  const detail = text('The check failed with exit code {0}.', 1);
  const tail = sample.tail ?? 'expected: 17\ngot: 18';
  return [
    {
      ...{ type: 'run.started', task: { prompt, check }, number: 1 },
      ...{ model: { label: 'scripted', simulated: true }, limits: { steps: 9, minutes: 1 } },
    },
    { type: 'route.decided', route, ms: 1 },
    ...calls.flatMap((call, index) => eventsOfCall(call, index + 1)),
    ...(sample.changed ?? []).map((path): RunEventBody => ({
      type: 'file.changed',
      change: { path, before: null, after: 'h', added: 1, removed: 0 },
    })),
    { type: 'act.finished', answer: sample.answer ?? '18', stop: 'answered', ms: 1 },
    {
      ...{ type: 'signal', ms: 1 },
      signal: { source: 'check', outcome: 'failure', detail, check: { command: check, exitCode: 1, tail } },
    },
    ...(sample.reason === undefined
      ? []
      : [
          {
            ...{ type: 'signal' as const, ms: 1 },
            signal: { source: 'user' as const, outcome: 'failure' as const, detail, reason: sample.reason },
          },
        ]),
    { type: 'verdict', verdict: { outcome: 'failure', decidedBy: 'check', reason: detail } },
  ];
}

function eventsOfCall(sample: CallSample, step: number): RunEventBody[] {
  const { tool = 'run_command', denied = false } = sample;
  const { output = denied ? deniedOutput : 'done', ok = !denied } = sample;
  const call = `c${step}`;
  const input = JSON.stringify(sample.input ?? { command: 'node solve.mjs' });
  return [
    { type: 'tool.started', step, call, tool, input, title: text('Run {0}', '') },
    ...(denied ? [{ type: 'approval.answered' as const, call, id: 'a', choice: 'deny' as const }] : []),
    { type: 'tool.finished', step, call, ok, output, summary: text('exit {0}', ok ? 0 : 1), ms: 1 },
  ];
}

export const stamped = (bodies: readonly RunEventBody[], run = 'r'): RunEvent[] =>
  bodies.map((body, index) => ({ ...body, run, seq: index + 1, at: index }));

/** What {@link findCause} is given, and what it says. */
export function failed(sample: RunSample): CauseInput & { readonly said: RunEventBody[] } {
  const events = stamped(bodiesOf(sample));
  const episode = episodeOf(events);
  assert.ok(episode);
  const said: RunEventBody[] = [];
  const model = sample.model ?? scripted();
  return {
    ...{ episode, events, said, emit: (event) => said.push(event) },
    used: sample.used && { skill: sample.used, version: 1 },
    library: sample.library ?? (sample.used ? [sample.used] : []),
    ...{ model, replays: model },
    settings: { counterfactuals: sample.counterfactuals ?? true },
    ...(sample.replayer ? { replayer: sample.replayer } : {}),
  };
}

/** A replayer over a rule that says how each request comes out; it counts, costs and can be cancelled like the real one. */
export class RuleReplayer implements Replayer {
  readonly requests: ReplayRequest[] = [];

  constructor(private readonly rule: (request: ReplayRequest) => boolean | Text) {}

  batch<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  replay(request: ReplayRequest, _model: ChatModel, signal: AbortSignal): Promise<Replay> {
    throwIfCancelled(signal);
    this.requests.push(request);
    const result = this.rule(request);
    const spent = { calls: 2, tokens: 100, ms: 5 };
    return Promise.resolve(
      typeof result === 'boolean'
        ? { state: 'judged', passed: result, skill: request.use ?? null, spent }
        : { state: 'unreplayable', why: result, spent },
    );
  }
}
