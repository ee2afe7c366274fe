/** What the person wants, with an optional check. */
export interface Task {
  readonly prompt: string;
  /** Shell command that decides: exit 0 is success. It gets the agent's answer in the environment variable `ANSWER`. */
  readonly check?: string;
}
