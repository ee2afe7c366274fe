import type { ApprovalChoice, ApprovalRequest } from './act/approval.js';
import type { Problem } from './feedback/signal.js';
import type { Text } from './text.js';

/** A message in the form every chat-completions model understands. */
export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly callId: string; readonly content: string };

/** A call the model asks for; `arguments` is the model's raw text and may not be JSON. */
export interface ToolCall {
  readonly id: string;
  readonly name: string;
  readonly arguments: string;
}

export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  /** JSON schema of the arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly ToolDefinition[];
  readonly temperature?: number;
  /** Passed to endpoints that know it; the practice model's only source of variety. */
  readonly seed?: number;
}

/** Tokens as the endpoint reports them; `null` when it does not. */
export interface Usage {
  readonly promptTokens: number | null;
  readonly completionTokens: number | null;
}

export interface ChatReply {
  readonly content: string;
  /** Empty unless the reply ended properly: a truncated reply never carries calls. */
  readonly toolCalls: readonly ToolCall[];
  readonly finish: 'stop' | 'tool_calls' | 'length' | 'content_filter';
  readonly usage: Usage;
}

export interface ModelInfo {
  readonly id: string;
  /** What a person reads, for example `qwen3-32b` or `practice model`. */
  readonly label: string;
  /** True for the practice model: everything it makes is labelled. */
  readonly simulated: boolean;
}

/** What the person is told while a request waits. */
export interface ChatProgress {
  /** Text as it streams. */
  delta?(text: string): void;
  /** The client waits before trying again (rate limit, server error): milliseconds and the attempt that follows, from 2. */
  retry?(waitMs: number, attempt: number, why: Text): void;
}

/** A chat model with tools. */
export interface ChatModel {
  readonly info: ModelInfo;
  /**
   * @throws {HumanError} with an action for everything the endpoint can do wrong.
   * @throws {CancelledError} when the signal fires.
   */
  chat(request: ChatRequest, progress: ChatProgress, signal: AbortSignal): Promise<ChatReply>;
}

/** Turns texts into vectors whose angle says how alike they are in meaning. */
export interface Embedder {
  /** `id` is the model's name. Vectors of two models, or of a simulated and a real one, are never compared. */
  readonly info: Pick<ModelInfo, 'id' | 'simulated'>;
  /**
   * One vector for each text, in their order: all of one length of at least 1, every number finite. Not normalised.
   * @throws {HumanError} with an action for everything the endpoint can do wrong.
   * @throws {CancelledError} when the signal fires.
   */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly Float32Array[]>;
}

/** Asks the person. Rejects with `CancelledError` when the signal fires first. */
export interface Approver {
  /** It says yes to everything without asking: then a replay of the run may do what it likes, too. */
  readonly everything?: true;
  ask(request: ApprovalRequest, signal: AbortSignal): Promise<ApprovalChoice>;
}

/** What an editor knows is wrong in the files of the workspace; reading it must not hold a thread up for more than 50 ms. */
export interface Diagnostics {
  read(): Promise<Problems>;
  onDidChange(listener: () => void): Disposable;
}

export interface Problems {
  /** Errors and warnings of files in the workspace. */
  readonly problems: readonly Problem[];
  /** Paths of the files that are open, as in a problem: many language servers look at no others. */
  readonly open: ReadonlySet<string>;
}

/** Milliseconds since the epoch. */
export interface Clock {
  now(): number;
}

export interface Logger {
  info(message: string): void;
  warn(message: string): void;
  error(message: string, error?: unknown): void;
}

/** Something that holds a resource until it is disposed; disposing twice is harmless. */
export interface Disposable {
  dispose(): void;
}
