import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import type { RunEvent } from '../../engine/events.js';
import { text } from '../../engine/text.js';
import type { Proposal } from '../../engine/write/proposal.js';
import type { Gating } from '../../protocol.js';
import type { FolderEngine } from '../engines/engines.js';
import type { Models } from '../models/models.js';
import type { Decider } from './decider.js';

interface Going {
  readonly folder: FolderEngine;
  readonly controller: AbortController;
  readonly runs: readonly string[];
  at: Gating;
}

/** Gates that the person asked for: how far each is, and the way to stop it. */
export class Gates implements vscode.Disposable {
  private readonly all = new Map<string, Going>();
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  constructor(
    private readonly decider: Decider,
    private readonly models: Models,
  ) {}

  /** How far the gate of a proposal is, while there is one. */
  at(id: string): Gating | undefined {
    return this.all.get(id)?.at;
  }

  /** Those of a folder. */
  of(folder: FolderEngine | undefined): readonly Gating[] {
    return [...this.all.values()].filter((one) => one.folder === folder).map(({ at }) => at);
  }

  /**
   * Replays a proposal, or another text of it, and stores what was found with it.
   * @param after absent: the text as it is proposed
   * @throws {HumanError} when the gate runs already, or no model is configured
   * @throws {CancelledError} when it is cancelled
   */
  async run(id: string, after: string | undefined): Promise<Proposal> {
    if (this.all.has(id)) throw new HumanError(text('The gate is running on this proposal already.'));
    const controller = new AbortController();
    const { folder, proposal } = await this.decider.get(id);
    const going: Going = { folder, controller, runs: proposal.runs, at: { proposal: id, done: 0, of: 0 } };
    this.all.set(id, going);
    this.changed.fire();
    const listener = folder.engine.onEvent((event) => this.follow(going, event));
    try {
      return await folder.engine.gate(id, after, await this.models.connect(), controller.signal);
    } finally {
      listener.dispose();
      this.all.delete(id);
      this.changed.fire();
    }
  }

  /** @returns whether there was one to cancel */
  cancel(id: string): boolean {
    const going = this.all.get(id);
    going?.controller.abort();
    return going !== undefined;
  }

  private follow(going: Going, event: RunEvent): void {
    if (!going.runs.includes(event.run)) return;
    const { proposal } = going.at;
    if (event.type === 'gate.started') going.at = { proposal, done: 0, of: event.replays };
    else if (event.type === 'gate.replayed') going.at = { proposal, done: event.done, of: event.of };
    else return;
    this.changed.fire();
  }

  dispose(): void {
    for (const { controller } of this.all.values()) controller.abort();
    this.changed.dispose();
  }
}
