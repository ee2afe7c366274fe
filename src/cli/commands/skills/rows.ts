import type { Engine } from '../../../engine/engine.js';
import type { Drift } from '../../../engine/exchange/publications.js';
import type { Diagnostic } from '../../../engine/skills/skill.js';
import { english } from '../../../engine/text.js';
import type { Probation } from '../../../engine/write/record/probation.js';
import type { Uplift } from '../../../engine/write/record/uplift.js';

/** A {@link Probation} as JSON. */
type PlainProbation = Pick<Probation, 'state' | 'uses' | 'of'> & { readonly back?: number; readonly reason?: string };

/** What can be said of a skill in one word. */
export type SkillState = 'ready' | 'review' | 'problem' | 'shadowed' | 'quarantined' | 'archived';

/** One skill as `memento skills list` prints it. */
export interface SkillRow {
  readonly name: string;
  /** Id of an import that waits in quarantine, where its name may not be the only one. */
  readonly id?: string;
  /** Absolute path of SKILL.md; `null` for what does not lie in a folder of skills. */
  readonly path: string | null;
  /** `own`, `elementary`, another agent's folder, or where an import comes from. */
  readonly source: string;
  readonly state: SkillState;
  readonly locked: boolean;
  readonly version: number | null;
  /** Between 0 and 1; 0.5 before the first use, `null` for what cannot be used. */
  readonly utility: number | null;
  readonly uses: number;
  /** What the skill is worth compared with none; `null` as long as nothing was tried without it. */
  readonly uplift: Uplift | null;
  /** Of a version that Memento wrote; `null` of others. Reasons are in English. */
  readonly probation: PlainProbation | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Copies in other agents' folders and how they compare with the skill. */
  readonly published: readonly { readonly target: string; readonly path: string; readonly drift: Drift }[];
}

/** Every skill of the folder, usable or not, sorted by source and name. */
export async function skillRows(engine: Engine): Promise<readonly SkillRow[]> {
  const [{ skills, broken, shadowed }, standing, facts] = await Promise.all([
    engine.skills(),
    engine.standing(),
    engine.facts(),
  ]);
  const nothing = {
    ...{ version: null, utility: null, uses: 0, uplift: null, probation: null, locked: false, published: [] },
  } as const;
  const rows: SkillRow[] = [
    ...skills.map((skill) => {
      const known = facts.get(skill.name);
      return {
        ...about(skill),
        state: standing.toReview.has(skill.name) ? ('review' as const) : ('ready' as const),
        locked: standing.locked.has(skill.name),
        version: known?.version ?? null,
        utility: known?.utility.mean ?? 0.5,
        uses: known?.utility.uses ?? 0,
        uplift: known?.uplift ?? null,
        probation: known?.probation ? plainProbation(known.probation) : null,
        published: standing.published
          .filter((copy) => copy.skill === skill.name)
          .map(({ target, path, drift }) => ({ target, path, drift })),
      };
    }),
    ...broken.map((skill) => ({ ...nothing, ...about(skill), state: 'problem' as const })),
    ...shadowed.map((skill) => ({ ...nothing, ...about(skill), state: 'shadowed' as const })),
    ...standing.quarantined.map(({ id, name, origin, diagnostics }) => ({
      ...nothing,
      name,
      id,
      path: null,
      source: origin.source,
      state: 'quarantined' as const,
      diagnostics,
    })),
    ...(await Promise.all(standing.archived.map((name) => archivedRow(engine, name)))),
  ];
  return rows.sort((a, b) => group(a) - group(b) || compare(a.source, b.source) || compare(a.name, b.name));
}

const plainProbation = (probation: Probation): PlainProbation =>
  probation.state === 'worse' ? { ...probation, reason: english(probation.reason) } : probation;

const about = ({ name, path, source, diagnostics }: Pick<SkillRow, 'name' | 'path' | 'source' | 'diagnostics'>) => ({
  name,
  path,
  source,
  diagnostics,
});

async function archivedRow(engine: Engine, name: string): Promise<SkillRow> {
  const version = (await engine.versions(name)).at(-1)?.version ?? null;
  const state = 'archived';
  return {
    name,
    path: null,
    source: 'own',
    state,
    locked: false,
    version,
    utility: null,
    uses: 0,
    uplift: null,
    probation: null,
    diagnostics: [],
    published: [],
  };
}

/** Own skills first, then ours, then those of other agents, then what is not in the library (any more). */
function group({ source, state }: SkillRow): number {
  if (state === 'quarantined') return 3;
  if (state === 'archived') return 4;
  return source === 'own' ? 0 : source === 'elementary' ? 1 : 2;
}

/** Not by language: the order must be the same for everyone. */
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** A diagnostic for `--json`: its message in English, whatever the terminal speaks. */
export const plainDiagnostic = ({ code, severity, line, message }: Diagnostic) => ({
  code,
  severity,
  line,
  message: english(message),
});
