import type { Text } from '../text.js';

/** What a tool call wants to do, said before it does it. */
export interface ApprovalRequest {
  readonly id: string;
  readonly run: string;
  readonly kind: 'command' | 'write' | 'read';
  readonly tool: string;
  readonly title: Text;
  /** The command line (control characters made visible) or the path, relative to the workspace. */
  readonly subject: string;
  /** For a write: unified diff lines of the change, cut to a length fit to show. */
  readonly diff?: readonly string[];
  /** Working folder relative to the workspace, '.' for its root. */
  readonly where: string;
  readonly why: Text;
  /** Sensitive reads may be allowed only once. */
  readonly choices: readonly ApprovalChoice[];
}

/** `run`: the same command (or any further write in the workspace) needs no question for the rest of this run. */
export type ApprovalChoice = 'once' | 'run' | 'deny';
