import type { Cluster, ClusterInput } from '../../engine/skills/clusters.js';
import { usable, type FolderView } from '../library/folderView.js';

/** Any number does; the same one gives the same groups. */
const seed = 1;

/** Groups skills by what they are about; heavy, so somewhere else than here. */
export type ClusterSkills = (input: ClusterInput) => Promise<readonly Cluster[]>;

interface Made {
  readonly input: ClusterInput['skills'];
  readonly clusters: Promise<readonly Cluster[]>;
}

/** The clusters of each folder, made anew only when a name or a description has changed. */
export class Domains {
  private readonly made = new Map<string, Made>();

  constructor(private readonly cluster: ClusterSkills) {}

  /** Clusters by folder path. */
  async of(views: readonly FolderView[]): Promise<ReadonlyMap<string, readonly Cluster[]>> {
    const all = views.map(async (view) => [view.folder, await this.folder(view)] as const);
    return new Map(await Promise.all(all));
  }

  private folder(view: FolderView): Promise<readonly Cluster[]> {
    const input = usable(view).map(({ skill: { name, description } }) => ({ name, description }));
    const known = this.made.get(view.folder);
    if (known && same(known.input, input)) return known.clusters;
    const made: Made = { input, clusters: this.cluster({ skills: input, seed }) };
    this.made.set(view.folder, made);
    // A failure is tried again next time.
    made.clusters.catch(() => {
      if (this.made.get(view.folder) === made) this.made.delete(view.folder);
    });
    return made.clusters;
  }
}

const same = (a: ClusterInput['skills'], b: ClusterInput['skills']): boolean =>
  a.length === b.length &&
  a.every(({ name, description }, index) => name === b[index]?.name && description === b[index].description);
