import type { RunEvent } from '../../engine/events.js';
import type { ToPanel } from '../../protocol.js';

/** Events go out together, at most ten times a second. */
const beat = 100;

/** Sends messages in order, events in batches. Before `open` and after `close` nothing goes out: a page that is not there loses messages. */
export class Outbox {
  private events: RunEvent[] = [];
  private timer: NodeJS.Timeout | undefined;
  private isOpen = false;

  constructor(private readonly post: (message: ToPanel) => void) {}

  /** Whether what is sent arrives. */
  get ready(): boolean {
    return this.isOpen;
  }

  open(): void {
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
    this.events = [];
    clearTimeout(this.timer);
    this.timer = undefined;
  }

  send(message: ToPanel): void {
    if (!this.isOpen) return;
    this.flush();
    this.post(message);
  }

  event(event: RunEvent): void {
    if (!this.isOpen) return;
    this.events.push(event);
    this.timer ??= setTimeout(() => this.flush(), beat);
  }

  private flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.events.length === 0) return;
    const events = joinDeltas(this.events);
    this.events = [];
    this.post({ type: 'events', events });
  }
}

/** Pieces of text that follow each other become one. */
export function joinDeltas(events: readonly RunEvent[]): readonly RunEvent[] {
  const joined: RunEvent[] = [];
  for (const event of events) {
    const last = joined.at(-1);
    if (event.type === 'step.delta' && last?.type === 'step.delta' && same(last, event) && last.step === event.step)
      joined[joined.length - 1] = { ...event, text: last.text + event.text };
    else if (
      event.type === 'tool.delta' &&
      last?.type === 'tool.delta' &&
      same(last, event) &&
      last.call === event.call
    )
      joined[joined.length - 1] = { ...event, text: last.text + event.text };
    else joined.push(event);
  }
  return joined;
}

const same = (a: RunEvent, b: RunEvent): boolean => a.run === b.run;
