import type { Operation } from '../../engine/write/proposal.js';
import type { Tokens } from '../house/phaseMeter.js';

/** Which library a record is about: one condition in the world of one seed. */
export interface Arm {
  readonly condition: string;
  readonly seed: string;
}

/** A line of `episodes.jsonl`: a task that was learned from, or tested with. */
export interface EpisodeRecord extends Arm {
  /** From 1 while learning; a test carries the round it was held after, from 0. */
  readonly round: number;
  readonly split: 'train' | 'test';
  readonly task: string;
  readonly domain: string;
  readonly kind: string;
  readonly prompt: string;
  readonly passed: boolean;
  /** The skill that was used. */
  readonly skill: string | null;
  /** Id of the run in the house's log; absent for a test, which leaves none. */
  readonly run?: string;
  /** As the endpoint reports them; absent for a test. */
  readonly tokens?: Tokens;
  readonly requests?: number;
  readonly ms?: number;
}

/** A line of `writes.jsonl`: a candidate, and what became of it. */
export interface WriteRecord extends Arm {
  readonly round: number;
  /** Id of the task after which it was written. */
  readonly task: string;
  readonly run: string;
  /** Counts from 1 within its bucket; absent for what was offered without a candidate, such as a skill to archive. */
  readonly candidate?: number;
  readonly operation: Operation;
  readonly skill: string | null;
  readonly state: 'refused' | 'failed' | 'outdone' | 'accepted' | 'rejected' | 'rolled back';
  readonly reason?: string;
  /** Change of the share of the test that passes, with slips off; where the bench looks after each accepted edit. */
  readonly effect?: number;
}

/** A line of `rounds.jsonl`: what the library has come to after a round. */
export interface RoundRecord extends Arm {
  /** 0: before anything was learned. */
  readonly round: number;
  /** Shares of test tasks that passed, all of them and those of kinds that were never trained on. */
  readonly test: number;
  readonly unseen: number;
  readonly library: readonly LibraryRecord[];
}

export interface LibraryRecord {
  readonly name: string;
  readonly description: string;
  readonly version: number;
  /** SHA-256 of its SKILL.md, which lies below `library/`. */
  readonly hash: string;
  /** Domain of the task it was written from; absent for what was there from the start. */
  readonly domain?: string;
}

/** Where records go as they are made. */
export interface Sink {
  episode(record: EpisodeRecord): Promise<void>;
  write(record: WriteRecord): Promise<void>;
  round(record: RoundRecord): Promise<void>;
  /** SKILL.md of a skill as it was after a round. */
  skill(arm: Arm, round: number, name: string, source: string): Promise<void>;
}
