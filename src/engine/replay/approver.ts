import type { ApprovalChoice, ApprovalRequest } from '../act/approval.js';
import type { Snapshot } from '../act/snapshot.js';
import type { Approver } from '../ports.js';
import { readInside } from '../act/files.js';
import { relativeTo } from '../safety/paths.js';
import { text } from '../text.js';
import { type Allowed, commandKey, isPlain } from './allowed.js';
import { NotReplayable } from './notReplayable.js';
import { namesOutside } from './outside.js';
import { programsOf } from './programs.js';
import type { WorkspaceCopy } from './workspaceCopy.js';

/**
 * Stands in for the person in a replay: allows what they allowed in the run, and ends the replay where they would have to be asked.
 *
 * As long as the agent does only what the person has seen (the same commands, the same files written), it goes on as in the run. From the first
 * step that is new, commands run only inside walls, and without the sensitive files: a command that was allowed may run a program that
 * was not.
 */
export class ReplayApprover implements Approver {
  /** The agent has done something the person has not seen. */
  #isNew = false;

  constructor(
    private readonly allowed: Allowed,
    private readonly copy: Pick<WorkspaceCopy, 'folder' | 'confined' | 'hide'>,
    private readonly workspace: string,
    /** Nobody's files are near and the model's commands are known beforehand: what was allowed as a whole needs no walls. */
    private readonly harmless = false,
  ) {}

  /** @throws {NotReplayable} for everything the run was not allowed */
  async ask(request: ApprovalRequest): Promise<ApprovalChoice> {
    if (request.kind === 'command') await this.#command(request);
    if (request.kind === 'read') this.#read(request);
    // A write stays in the copy.
    return 'once';
  }

  /** Whether the check may run. @throws {NotReplayable} when nothing would hold back a program that nobody has looked at */
  check(command: string): void {
    if (!this.copy.confined && !this.harmless) this.#requireSeen(command);
  }

  /** Takes note of what the agent writes; keeps nothing, because nothing will be undone. */
  readonly snapshot: Snapshot = {
    beforeWrite: () => Promise.resolve(),
    afterWrite: async (absolute) => {
      const { everything, writes, written } = this.allowed;
      if (everything || writes) return;
      const content = await readInside(this.copy.folder, absolute);
      const seen = written.get(relativeTo(this.copy.folder, absolute));
      if (content && !seen?.has(content.hash)) this.#isNew = true;
    },
    beforeCommand: () => Promise.resolve({ complete: true }),
    afterCommand: () => Promise.resolve({ complete: true }),
    changes: () => Promise.resolve([]),
  };

  async #command(request: ApprovalRequest): Promise<void> {
    const { everything, commands, denied, programs } = this.allowed;
    const { subject } = request;
    const key = commandKey(request);
    if (denied.has(key))
      throw new NotReplayable(text('It asks for “{0}”, which was denied in that run.', short(subject)));
    const known = commands.has(key) && isPlain(request);
    if (this.harmless && everything) return;
    if (!this.copy.confined) {
      if (!known) throw notAllowed(subject);
      this.#requireSeen(subject);
      return;
    }
    if (!known && !everything) {
      const started = isPlain(request) ? programsOf(subject) : undefined;
      if (!started || ![...started].every((program) => programs.has(program))) throw notAllowed(subject);
    }
    this.#isNew ||= !known;
    if (this.#isNew && !everything) await this.copy.hide(this.allowed.reads);
  }

  #read({ subject }: ApprovalRequest): void {
    const { everything, reads } = this.allowed;
    if (!everything && !reads.has(subject))
      throw new NotReplayable(text('It wants to read “{0}”, which was not allowed in that run.', short(subject)));
  }

  /** What runs without walls must be what the person has seen, and stay in the copy by its words. */
  #requireSeen(command: string): void {
    if (namesOutside(command, this.workspace))
      throw new NotReplayable(
        text('“{0}” names a place outside the copy, and commands cannot be confined here.', short(command)),
      );
    if (this.#isNew)
      throw new NotReplayable(
        text('“{0}” could run what nobody has looked at, and commands cannot be confined here.', short(command)),
      );
  }
}

const notAllowed = (command: string): NotReplayable =>
  new NotReplayable(text('It asks for “{0}”, which was not allowed in that run.', short(command)));

/** Characters of a command in a sentence. */
const longest = 120;

const short = (command: string): string => {
  const line = command.replace(/\s+/g, ' ');
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
};
