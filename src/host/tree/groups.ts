import type { Cluster } from '../../engine/skills/clusters.js';
import type { BrokenSkill } from '../../engine/skills/skill.js';
import { isOpen, type Proposal } from '../../engine/write/proposal.js';
import type { FolderView, SkillView } from '../library/folderView.js';
import { usable } from '../library/folderView.js';
import type { Filter } from './filter.js';
import { proposalNode, skillNode, type DecidedState, type Group, type Node } from './node.js';

/** A library of fewer skills is unfolded when it is grouped by domain: then it can be overlooked at once. */
const fewSkills = 40;
/** With more rows than this, what waits for a look stays folded at first: the skills themselves shall be in sight. */
const fewReviews = 5;
/** Other agents' folders with more skills than this stay folded at first. */
const fewForeign = 20;

const decidedStates: readonly DecidedState[] = ['applied', 'rejected', 'stale'];

/** Rows of one folder. */
class Listing {
  constructor(
    private readonly view: FolderView,
    private readonly filter: Filter,
  ) {}

  /** By source: own skills stand at the top as long as they are not mixed with those of other agents. */
  bySource(): readonly Node[] {
    const { own, elementary, foreign } = this.view;
    const broken = this.view.broken.filter(({ source }) => source === 'own');
    const others = this.once(own);
    const mine = [...this.broken(broken, 'own'), ...this.skills(others, 'own')];
    const total = others.length + broken.length;
    const protectedOnes = this.view.broken.filter(({ source }) => source === 'elementary');
    return [
      ...this.proposals(),
      ...this.review(),
      ...(foreign.length === 0 ? mine : this.group({ type: 'own' }, 'own', mine, total, true)),
      ...this.group(
        { type: 'elementary' },
        'elementary',
        [...this.broken(protectedOnes, 'elementary'), ...this.skills(elementary, 'elementary')],
        elementary.length + protectedOnes.length,
        foreign.length === 0,
      ),
      ...foreign.flatMap(({ source, skills, shadowed, broken: unusable }) =>
        this.group(
          { type: 'source', source },
          source,
          [...this.broken(unusable, source), ...this.skills(skills, source), ...this.skills(shadowed, source)],
          skills.length + shadowed.length + unusable.length,
          skills.length <= fewForeign,
        ),
      ),
      ...this.archived(),
    ];
  }

  /** By what they are about, wherever they come from. */
  byDomain(clusters: readonly Cluster[]): readonly Node[] {
    const left = new Map(usable(this.view).map((one) => [one.skill.name, one]));
    const few = left.size < fewSkills;
    const places = new Set<string>();
    const groups = clusters.map(({ words, skills }, index) => {
      const members = skills.flatMap((name) => left.get(name) ?? []);
      for (const name of skills) left.delete(name);
      // The same words keep a group's place; two groups can have the same.
      const place = words.length === 0 ? 'rest' : places.has(words.join()) ? `${words.join()} ${index}` : words.join();
      places.add(place);
      return { words, members, place };
    });
    // Skills that are younger than the clusters.
    const rest = groups.find(({ words }) => words.length === 0);
    if (left.size > 0 && !rest) groups.push({ words: [], members: [...left.values()], place: 'rest' });
    else rest?.members.push(...left.values());
    const hidden = this.view.foreign.flatMap(({ shadowed }) => shadowed);
    const unusable = [...this.broken(this.view.broken, 'unusable'), ...this.skills(hidden, 'unusable', true)];
    return [
      ...this.proposals(),
      ...this.review(),
      ...groups.flatMap(({ words, members, place }) =>
        this.group(
          { type: 'domain', words },
          `domain ${place}`,
          this.skills(members, place, true),
          members.length,
          few,
        ),
      ),
      ...this.group({ type: 'unusable' }, 'unusable', unusable, this.view.broken.length + hidden.length, false),
      ...this.archived(),
    ];
  }

  /** What waits for a decision, and folded below it what was decided. */
  private proposals(): readonly Node[] {
    const { proposals } = this.view;
    const waiting = proposals.filter(isOpen);
    const decided = decidedStates.flatMap((state) => {
      const all = proposals.filter((one) => one.state === state);
      return this.group(
        { type: 'decided', state },
        `decided ${state}`,
        this.proposalRows(all, state),
        all.length,
        false,
      );
    });
    const rows = [...this.proposalRows(waiting, 'waiting'), ...decided];
    return this.group({ type: 'proposals' }, 'proposals', rows, waiting.length, waiting.length > 0);
  }

  private proposalRows(proposals: readonly Proposal[], place: string): readonly Node[] {
    const { folder } = this.view;
    return proposals.filter((one) => this.filter.proposal(one)).map((one) => proposalNode(folder, place, one, true));
  }

  private review(): readonly Node[] {
    const { folder, review, imports } = this.view;
    const rows = [
      ...imports
        .filter((one) => this.filter.import(one))
        .map((value): Node => ({
          id: `import ${folder} ${value.id}`,
          kind: 'import',
          folder,
          import: value.id,
          value,
        })),
      ...this.skills(review, 'review', true),
    ];
    return this.group({ type: 'review' }, 'review', rows, review.length + imports.length, this.reviewInSight);
  }

  private get reviewInSight(): boolean {
    return this.view.review.length + this.view.imports.length <= fewReviews;
  }

  /**
   * Own skills that do not stand in sight in "To review" already. Those of other agents stand in their group all the same, which says what
   * lies in their folder; and where many wait, folded, the library stays a list of all its skills.
   */
  private once(own: readonly SkillView[]): readonly SkillView[] {
    return this.reviewInSight || this.filter.text !== '' ? own.filter(({ review }) => !review) : own;
  }

  private archived(): readonly Node[] {
    const { archived, folder } = this.view;
    const rows = archived
      .filter((name) => this.filter.archived(name))
      .map((skill): Node => ({ id: `archived ${folder} ${skill}`, kind: 'archived', folder, skill }));
    return this.group({ type: 'archived' }, 'archived', rows, archived.length, false);
  }

  private skills(views: readonly SkillView[], place: string, sourced = false): readonly Node[] {
    const { folder } = this.view;
    const { filter } = this;
    return views
      .filter((view) => filter.skill(view))
      .map((view) => skillNode(folder, view, place, filter.marks(view.skill.name), sourced));
  }

  private broken(entries: readonly BrokenSkill[], place: string): readonly Node[] {
    const { folder } = this.view;
    return entries
      .filter((one) => this.filter.broken(one))
      .map((broken) => ({
        id: `broken ${place} ${folder} ${broken.source} ${broken.name}`,
        kind: 'broken',
        folder,
        broken,
        marks: this.filter.marks(broken.name),
      }));
  }

  /** No group without rows. While there is a filter, all are unfolded: what was found shall be in sight. */
  private group(group: Group, place: string, rows: readonly Node[], all: number, unfolded: boolean): readonly Node[] {
    if (rows.length === 0) return [];
    const { folder } = this.view;
    const filtered = this.filter.text !== '';
    // VS Code remembers for each id whether it is folded.
    const id = `group ${filtered ? 'filtered ' : ''}${folder} ${place}`;
    return [{ id, kind: 'group', folder, group, rows, all, unfolded: unfolded || filtered }];
  }
}

/** @param clusters absent: by source */
export const listing = (
  view: FolderView,
  filter: Filter,
  clusters: readonly Cluster[] | undefined,
): readonly Node[] => {
  const rows = new Listing(view, filter);
  return clusters ? rows.byDomain(clusters) : rows.bySource();
};
