import type { ChatBody } from '../wire.js';
import type { Character } from './character.js';

/** What the practice model answers: text, tool calls, or both. */
export interface Reply {
  readonly content: string;
  readonly calls: readonly Call[];
}

export interface Call {
  readonly name: string;
  readonly arguments: Readonly<Record<string, string>>;
}

/** What every task of the model gets. */
export interface Prompt {
  readonly body: ChatBody;
  /** All messages joined: what a librarian's work is judged by. */
  readonly text: string;
  readonly character: Character;
  /** Start of every hash. */
  readonly salt: string;
}
