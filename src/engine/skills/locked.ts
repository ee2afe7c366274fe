/** Skills the person keeps from automatic rewriting: `<state>/workspaces/<id>/locked.json`. */
export interface LockedSkills {
  read(): Promise<ReadonlySet<string>>;
  /** @throws {HumanError} when the file cannot be written. */
  set(skill: string, locked: boolean): Promise<void>;
}
