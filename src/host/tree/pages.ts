/** Rows handed to the view at once: it lays out every child of an unfolded row, whether in sight or not. */
export const pageSize = 200;

/** How many rows of each group are shown. */
export class Pages {
  private readonly shown = new Map<string, number>();

  /** @param group id of the row whose children are counted */
  of(group: string): number {
    return this.shown.get(group) ?? pageSize;
  }

  more(group: string): void {
    this.shown.set(group, this.of(group) + pageSize);
  }

  /** Back to one page everywhere. */
  clear(): void {
    this.shown.clear();
  }
}
