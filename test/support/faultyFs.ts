import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';

/** One call of `node:fs/promises` or of a FileHandle's method (then `name` begins with `handle.`). */
export interface FsCall {
  readonly name: string;
  /** What it is about; of a handle, the file it was opened on. */
  readonly path: string;
  /** Counts from 1. */
  readonly index: number;
}

/**
 * What happens to a call instead of what should. `fail`: nothing is done. `late`: it is done and reported as failed. `short`: half the bytes are
 * written and nothing is said. `torn`: half the bytes are written, then the process is killed. `stop`: the process is killed.
 */
export type Outcome =
  { readonly kind: 'fail' | 'late'; readonly code: string } | { readonly kind: 'short' | 'torn' | 'stop' };

export type Hook = (call: FsCall) => Outcome | undefined;

/**
 * Runs `work` while every asynchronous file-system call below `root` goes through the hook, in this process only. One at a time: the calls of
 * everything else that runs meanwhile are counted, too.
 */
export async function interposed<T>(root: string, hook: Hook, work: () => Promise<T>): Promise<T> {
  const restore = await install(root, hook);
  try {
    return await work();
  } finally {
    restore();
  }
}

/** Which faults a test lets happen; `full`: from that call on every call that needs room fails. */
export const faultKinds = ['ENOSPC', 'EIO', 'EACCES', 'late', 'short', 'full'] as const;
export type FaultKind = (typeof faultKinds)[number] | 'stop' | 'torn';

/** What a run under a fault came to. */
export interface Faulted<T> {
  readonly result?: T;
  readonly error?: unknown;
  /** Calls that were made. */
  readonly calls: number;
  /** The call that the fault hit, as `name path`; absent when the run ended before it or the fault does not apply to it. */
  readonly hit?: string;
}

/** Runs `work` with a fault at its n-th call below `root` (from 1); `stop` and `torn` end this process. */
export async function faulted<T>(
  root: string,
  fault: { readonly call: number; readonly kind: FaultKind } | undefined,
  work: () => Promise<T>,
): Promise<Faulted<T>> {
  let calls = 0;
  let hit: string | undefined;
  const hook: Hook = (call) => {
    calls = call.index;
    const isIts = fault && (call.index === fault.call || (fault.kind === 'full' && call.index > fault.call));
    const outcome = isIts ? outcomeOf(fault.kind, call.name) : undefined;
    if (outcome) hit ??= `${call.name} ${path.relative(root, call.path)}`;
    return outcome;
  };
  const settled = await interposed(root, hook, work).then(
    (result) => ({ result }),
    (error: unknown) => ({ error }),
  );
  return { ...settled, calls, ...(hit === undefined ? {} : { hit }) };
}

function outcomeOf(kind: FaultKind, name: string): Outcome | undefined {
  if (kind === 'stop') return { kind };
  if (kind === 'short' || kind === 'torn') return writes.has(name) ? { kind } : undefined;
  if (kind === 'late') return { kind, code: 'EIO' };
  if (kind === 'full') return needRoom.has(name) ? { kind: 'fail', code: 'ENOSPC' } : undefined;
  return { kind: 'fail', code: kind };
}

const writes = new Set(['writeFile', 'appendFile', 'handle.writeFile', 'handle.appendFile', 'handle.write']);
/** `open` may make a file: here all of them fail, as they do where no inode is left. */
const needRoom = new Set([...writes, 'open', 'mkdir', 'link', 'symlink', 'handle.sync', 'handle.datasync']);

const functions = ['access', 'appendFile', 'chmod', 'copyFile', 'link', 'lstat', 'mkdir', 'open', 'opendir'].concat(
  ['readFile', 'readdir', 'readlink', 'realpath', 'rename', 'rm', 'rmdir', 'stat', 'symlink', 'truncate', 'unlink'],
  ['utimes', 'writeFile'],
);
const methods = ['appendFile', 'chmod', 'close', 'datasync', 'read', 'readFile', 'stat', 'sync', 'truncate'].concat([
  'utimes',
  'write',
  'writeFile',
]);

type Method = (this: unknown, ...args: unknown[]) => Promise<unknown>;

async function install(root: string, hook: Hook): Promise<() => void> {
  const sample = await fs.promises.open(process.execPath, 'r');
  const prototype = Object.getPrototypeOf(sample) as object;
  await sample.close();
  const opened = new WeakMap<object, string>();
  const undo: (() => void)[] = [];
  let index = 0;
  const replace = (
    owner: object,
    name: string,
    prefix: string,
    pathOf: (self: unknown, args: unknown[]) => unknown,
  ) => {
    const original = Reflect.get(owner, name) as Method;
    const patched: Method = async function (...args) {
      const file = pathOf(this, args);
      const call = async (...changed: unknown[]): Promise<unknown> => {
        const result = await original.apply(this, changed);
        if (name === 'open' && typeof file === 'string') opened.set(result as object, file);
        return result;
      };
      if (typeof file !== 'string' || !isBelow(root, file)) return await call(...args);
      const outcome = hook({ name: prefix + name, path: file, index: ++index });
      return outcome ? await disturb(outcome, prefix + name, file, call, args) : await call(...args);
    };
    Reflect.set(owner, name, patched);
    undo.push(() => Reflect.set(owner, name, original));
  };
  for (const name of functions)
    replace(fs.promises, name, '', (_, args) => (name === 'link' || name === 'rename' ? args[1] : args[0]));
  for (const name of methods) replace(prototype, name, 'handle.', (self) => opened.get(self as object));
  syncBuiltinESMExports();
  return () => {
    for (const each of undo) each();
    syncBuiltinESMExports();
  };
}

const isBelow = (root: string, file: string): boolean => file === root || file.startsWith(root + path.sep);

async function disturb(
  outcome: Outcome,
  name: string,
  file: string,
  call: (...args: unknown[]) => Promise<unknown>,
  args: readonly unknown[],
): Promise<unknown> {
  switch (outcome.kind) {
    case 'stop':
      return await killed();
    case 'short':
      return await call(...halved(name, args));
    case 'torn':
      await call(...halved(name, args));
      return await killed();
    case 'late':
      await call(...args);
      throw problem(outcome.code, name, file);
    case 'fail':
      // A descriptor is gone whatever close() says.
      if (name === 'handle.close') await call(...args);
      throw problem(outcome.code, name, file);
  }
}

/** The same call with the first half of its bytes. */
function halved(name: string, args: readonly unknown[]): unknown[] {
  const at = name.startsWith('handle.') ? 0 : 1;
  const data = args[at];
  const bytes = typeof data === 'string' ? Buffer.from(data) : (data as Uint8Array);
  return args.map((each, index) => (index === at ? bytes.subarray(0, bytes.length >> 1) : each));
}

function killed(): Promise<never> {
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

const problem = (code: string, name: string, file: string): Error =>
  Object.assign(new Error(`${code}: simulated, ${name} '${file}'`), { code, syscall: name });
