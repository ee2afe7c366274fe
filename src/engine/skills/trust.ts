/** A tree the person has looked at or Memento has written. */
export interface TrustEntry {
  readonly tree: string;
  readonly skill: string;
}

/** Contents this person trusts, by hash, in all workspaces: `<state>/trust.json` (DESIGN.md 5). */
export interface Trust {
  /** Hashes of trusted trees, as they are on disk now. An unreadable file trusts nothing and is told by `problem`. */
  read(): Promise<ReadonlySet<string>>;
  /** @throws {HumanError} when the file cannot be written. */
  add(entries: readonly TrustEntry[]): Promise<void>;
}
