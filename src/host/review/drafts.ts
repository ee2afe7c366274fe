import { EventEmitter, type Disposable, type Memento } from 'vscode';

/** What the person did with a proposal before deciding it. */
export interface Draft {
  /** The right side as last saved; absent while it is as proposed. */
  readonly text?: string;
  /** Keys of the edits marked as accepted. */
  readonly accepted: readonly string[];
  /** Milliseconds since the epoch; grows with every change. */
  readonly at: number;
}

const stateKey = 'memento.drafts';
const none: Draft = { accepted: [], at: 0 };

/** Reviews under way, kept over a reload of the window. */
export class Drafts implements Disposable {
  private readonly changed = new EventEmitter<string>();
  /** Names the proposal. */
  readonly onDidChange = this.changed.event;

  constructor(private readonly state: Memento) {}

  get(proposal: string): Draft {
    return this.all()[proposal] ?? none;
  }

  setText(proposal: string, text: string): Promise<void> {
    return this.put(proposal, { ...this.get(proposal), text });
  }

  setAccepted(proposal: string, accepted: readonly string[]): Promise<void> {
    return this.put(proposal, { ...this.get(proposal), accepted });
  }

  /** Forgets the review of a decided proposal. */
  async clear(proposal: string): Promise<void> {
    const { [proposal]: gone, ...rest } = this.all();
    if (gone) await this.state.update(stateKey, rest);
  }

  private async put(proposal: string, draft: Draft): Promise<void> {
    const at = Math.max(Date.now(), this.get(proposal).at + 1);
    await this.state.update(stateKey, { ...this.all(), [proposal]: { ...draft, at } });
    this.changed.fire(proposal);
  }

  private all(): Readonly<Record<string, Draft>> {
    return this.state.get<Readonly<Record<string, Draft>>>(stateKey, {});
  }

  dispose(): void {
    this.changed.dispose();
  }
}
