import { EventEmitter, type Disposable } from 'vscode';
import type { ApprovalChoice, ApprovalRequest } from '../../engine/act/approval.js';
import { CancelledError } from '../../engine/errors.js';
import type { Approver } from '../../engine/ports.js';

interface Pending {
  readonly request: ApprovalRequest;
  answer(choice: ApprovalChoice): void;
}

/**
 * Questions of running tasks that wait for the person. They are shown by the panel and answered by request id: an answer to a question
 * nobody asked, or a choice that was not offered, does nothing. A question waits until it is answered or its run is cancelled, whether a
 * surface shows it or not.
 */
export class Approvals implements Approver, Disposable {
  private readonly waiting = new Map<string, Pending>();
  private readonly changed = new EventEmitter<void>();
  readonly onDidChange = this.changed.event;

  /** Oldest first. */
  get pending(): readonly ApprovalRequest[] {
    return [...this.waiting.values()].map(({ request }) => request);
  }

  /** @throws {CancelledError} when the signal fires first */
  ask(request: ApprovalRequest, signal: AbortSignal): Promise<ApprovalChoice> {
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.waiting.delete(request.id);
        this.changed.fire();
        reject(new CancelledError());
      };
      if (signal.aborted) {
        reject(new CancelledError());
        return;
      }
      signal.addEventListener('abort', cancel, { once: true });
      this.waiting.set(request.id, {
        request,
        answer: (choice) => {
          signal.removeEventListener('abort', cancel);
          this.waiting.delete(request.id);
          this.changed.fire();
          resolve(choice);
        },
      });
      this.changed.fire();
    });
  }

  /** @returns whether the question was waiting and offered this choice */
  answer(id: string, choice: ApprovalChoice): boolean {
    const pending = this.waiting.get(id);
    if (!pending?.request.choices.includes(choice)) return false;
    pending.answer(choice);
    return true;
  }

  dispose(): void {
    this.changed.dispose();
  }
}
