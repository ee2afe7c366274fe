import type { Confine } from '../../act/process.js';
import { bubblewrap } from './bubblewrap.js';
import { holds } from './canary.js';
import { namespaces } from './namespaces.js';
import { seatbelt } from './seatbelt.js';

/** Where the walls stand. All paths are real and absolute. */
export interface Place {
  /** The folder the commands work in. */
  readonly copy: string;
  /** The path at which they shall find it: that of the workspace, so that what names it means the copy. */
  readonly workspace: string;
  /** A folder for what the walls need, outside the copy. Its `tmp` and `home` are the commands' own. */
  readonly temp: string;
}

export type Method = 'bwrap' | 'unshare' | 'sandbox-exec';

/** Keeps commands from the network, from the person's home, and from writing anywhere but into one folder. */
export interface Confinement {
  readonly method: Method;
  /** Builds the walls of one folder. They stand until `temp` is removed. */
  around(place: Place): Promise<Confine>;
}

const methods: Readonly<Partial<Record<NodeJS.Platform, readonly Confinement[]>>> = {
  linux: [bubblewrap(), namespaces()],
  darwin: [seatbelt()],
};

/**
 * Looks for a way to confine commands on this machine. A way counts only when it holds: it is tried with commands that write outside, read
 * outside, use the network and signal this process.
 *
 * @param tempRoot where the trial takes place
 * @returns undefined when there is none: Windows, a container that allows no namespaces, a system without the tools
 * @throws {CancelledError} when the signal fires
 */
export async function findConfinement(
  tempRoot: string,
  signal: AbortSignal,
  candidates: readonly Confinement[] = methods[process.platform] ?? [],
): Promise<Confinement | undefined> {
  for (const method of candidates) if (await holds(method, tempRoot, signal)) return method;
  return undefined;
}
