import type { Trust } from './trust.js';

/** Tells which contents may be used: those the person has looked at, those Memento wrote, and those that come with Memento. */
export class Reviewed {
  constructor(
    private readonly trust: Trust,
    /** Trees that come with Memento. */
    private readonly shipped: () => Promise<ReadonlySet<string>>,
  ) {}

  /** A test for trees, as things stand now. */
  async check(): Promise<(tree: string) => boolean> {
    const [trusted, shipped] = await Promise.all([this.trust.read(), this.shipped()]);
    return (tree) => trusted.has(tree) || shipped.has(tree);
  }

  /** From now on these skills may be used as they are. */
  async add(skills: readonly { readonly name: string; readonly tree: string }[]): Promise<void> {
    const known = await this.check();
    const fresh = skills.filter(({ tree }) => !known(tree));
    if (fresh.length) await this.trust.add(fresh.map(({ name, tree }) => ({ skill: name, tree })));
  }
}
