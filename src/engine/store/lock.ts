/** Mutual exclusion between windows and processes on one state folder (reference/reliability.md 3.3 rule 5). */
export interface StateLock {
  /**
   * Runs `work` while nobody else holds the lock. A holder whose process is gone is passed over at once, one that cannot be asked after
   * 10 seconds without a sign of life.
   * @throws {HumanError} when another window keeps the lock longer than a change can take, or the folder cannot be written.
   */
  hold<T>(work: () => Promise<T>): Promise<T>;
}
