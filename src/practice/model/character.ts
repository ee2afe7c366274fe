/** How reliable a practice model is. Rates are shares from 0 to 1; all "chance" is a hash of the request, so replies stay reproducible. */
export interface Character {
  /** Share of runs in which it forgets one rule of its skill. */
  readonly slip: number;
  /** Share of rewrites and new skills that are bad: wrong rule, lost lines, a memorised answer, a spurious rule, a catch-all description. */
  readonly writeErr: number;
  /** Share of attributions that are wrong. */
  readonly attrErr: number;
  /** Share of judgements that are wrong. */
  readonly judgeErr: number;
  /** Recipe lines it can attend to at once. */
  readonly attend: number;
  /** Added chance to overlook any line for each line beyond {@link attend}. */
  readonly overlook: number;
  /** Mixed into every hash: another salt is another individual of the same character. */
  readonly salt: string;
}

/** Makes the mistakes a real model makes; the rates are assumptions, only the kinds of mistake are evidence (learning.md 4 and 7). */
export const noisy: Character = {
  slip: 0.04,
  writeErr: 0.3,
  attrErr: 0.15,
  judgeErr: 0,
  attend: 8,
  overlook: 0.04,
  salt: 'm0',
};

/** Makes no mistakes of its own: what it gets wrong, its skills got wrong. */
export const steady: Character = { ...noisy, slip: 0, writeErr: 0, attrErr: 0, overlook: 0 };

/** The models that are served, by id. */
export const characters: Readonly<Record<string, Character>> = { practice: steady, 'practice-noisy': noisy };
