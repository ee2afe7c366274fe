import fs from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

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
 * written and nothing is said. `stop`: nothing is done, and the call never ends. `torn`: half the bytes are written, and the call never ends.
 * `kill`: the process is killed.
 */
export type Outcome =
  { readonly kind: 'fail' | 'late'; readonly code: string } | { readonly kind: 'short' | 'stop' | 'torn' | 'kill' };

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

/**
 * Which faults a test lets happen. `full`: from that call on every call that needs room fails. `stop` and `torn`: nothing more happens, as if the
 * process had ended there; only that it still runs, so its window must be known as gone.
 */
export const faultKinds = ['ENOSPC', 'EIO', 'EACCES', 'late', 'short', 'full', 'stop', 'torn'] as const;
export type FaultKind = (typeof faultKinds)[number] | 'kill';

/** What a run under a fault came to. */
export interface Faulted<T> {
  readonly result?: T;
  readonly error?: unknown;
  /** Names of the calls that were made. */
  readonly calls: readonly string[];
  /** The work came to a stop for ever. */
  readonly stopped?: true;
  /** The call that the fault hit, as `name path`; absent when the run ended before it or the fault does not apply to it. */
  readonly hit?: string;
}

/** Runs `work` with a fault at its n-th call below `root` (from 1); `kill` ends this process. */
export async function faulted<T>(
  root: string,
  fault: { readonly call: number; readonly kind: FaultKind } | undefined,
  work: () => Promise<T>,
): Promise<Faulted<T>> {
  const calls: string[] = [];
  let hit: string | undefined;
  let stop: (stopped: { readonly stopped: true }) => void = () => undefined;
  const stopped = new Promise<{ readonly stopped: true }>((resolve) => (stop = resolve));
  const hook: Hook = (call) => {
    calls.push(call.name);
    const isIts = fault && (call.index === fault.call || (fault.kind === 'full' && call.index > fault.call));
    const outcome = isIts ? outcomeOf(fault.kind, call.name) : undefined;
    if (outcome) hit ??= `${call.name} ${path.relative(root, call.path)}`;
    // Half of the bytes are on their way yet.
    if (outcome?.kind === 'stop') stop({ stopped: true });
    if (outcome?.kind === 'torn') setTimeout(() => stop({ stopped: true }), 5);
    return outcome;
  };
  const settled = await interposed(root, hook, () =>
    Promise.race([
      stopped,
      work().then(
        (result) => ({ result }),
        (error: unknown) => ({ error }),
      ),
    ]),
  );
  return { ...settled, calls, ...(hit === undefined ? {} : { hit }) };
}

/** Whether a fault of this kind does anything to a call of this name. */
export const applies = (kind: FaultKind, name: string): boolean => outcomeOf(kind, name) !== undefined;

function outcomeOf(kind: FaultKind, name: string): Outcome | undefined {
  if (kind === 'stop' || kind === 'kill') return { kind };
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

let current: { readonly root: string; readonly hook: Hook; index: number; isStopped: boolean } | undefined;

/** Lets a call through, or what the hook wants instead. */
async function ask(name: string, file: unknown, args: readonly unknown[], call: Method): Promise<unknown> {
  if (!current || typeof file !== 'string' || !isBelow(current.root, file)) return await call(...args);
  const outcome = current.hook({ name, path: file, index: ++current.index });
  if (outcome?.kind === 'stop' || outcome?.kind === 'torn') current.isStopped = true;
  return outcome ? await disturb(outcome, name, file, call, args) : await call(...args);
}

async function install(root: string, hook: Hook): Promise<() => void> {
  if (current) throw new Error('one at a time');
  const state = { root, hook, index: 0, isStopped: false };
  current = state;
  const sample = await fs.promises.open(process.execPath, 'r');
  const prototype = Object.getPrototypeOf(sample) as object;
  await sample.close();
  const opened = new Map<object, string>();
  const undo: (() => void)[] = [];
  const replace = (
    owner: object,
    name: string,
    prefix: string,
    fileOf: (self: unknown, args: unknown[]) => unknown,
  ) => {
    const original = Reflect.get(owner, name) as Method;
    const patched: Method = function (...args) {
      const file = fileOf(this, args);
      return ask(prefix + name, file, args, async (...changed) => {
        const result = await original.apply(this, changed);
        if (name === 'open' && typeof file === 'string') opened.set(result as object, file);
        if (name === 'close') opened.delete(this as object);
        return result;
      });
    };
    Reflect.set(owner, name, patched);
    undo.push(() => Reflect.set(owner, name, original));
  };
  for (const name of functions)
    replace(fs.promises, name, '', (_, args) => (name === 'link' || name === 'rename' ? args[1] : args[0]));
  for (const name of methods) replace(prototype, name, 'handle.', (self) => opened.get(self as object));
  syncBuiltinESMExports();
  return () => {
    current = undefined;
    for (const each of undo) each();
    syncBuiltinESMExports();
    // As the system does for a process that has ended.
    if (state.isStopped) for (const handle of opened.keys()) (handle as FileHandle).close().catch(() => undefined);
  };
}

/**
 * The same for callback functions that a module turns into promises when it is loaded: those of modules that are loaded after this one go through
 * the hook, too.
 */
function preparePromisified(): void {
  const descriptors = new Map<unknown, unknown>();
  for (const name of ['lstat', 'stat', 'readdir', 'open', 'fstat', 'read', 'close'] as const) {
    const onDescriptor = name === 'fstat' || name === 'read' || name === 'close';
    const promised = promisify(fs[name] as (...args: never[]) => void) as Method;
    const custom: Method = (...args) =>
      ask(`fs.${name}`, onDescriptor ? descriptors.get(args[0]) : args[0], args, async (...changed) => {
        const result = await promised(...changed);
        if (name === 'open') descriptors.set(result, args[0]);
        if (name === 'close') descriptors.delete(args[0]);
        return result;
      });
    Object.defineProperty(fs[name], promisify.custom, { value: custom });
  }
}
preparePromisified();

const isBelow = (root: string, file: string): boolean => file === root || file.startsWith(root + path.sep);

async function disturb(
  outcome: Outcome,
  name: string,
  file: string,
  call: Method,
  args: readonly unknown[],
): Promise<unknown> {
  switch (outcome.kind) {
    case 'kill':
      process.kill(process.pid, 'SIGKILL');
      return await forever();
    case 'stop':
      return await forever();
    case 'short':
      return await call(...halved(name, args));
    case 'torn':
      await call(...halved(name, args));
      return await forever();
    case 'late': {
      const result = await call(...args);
      if (name === 'open') await (result as FileHandle).close();
      throw problem(outcome.code, name, file);
    }
    case 'fail':
      // A descriptor is gone whatever close() says.
      if (name.endsWith('.close')) await call(...args);
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

const forever = (): Promise<never> => new Promise(() => undefined);

const problem = (code: string, name: string, file: string): Error =>
  Object.assign(new Error(`${code}: simulated, ${name} '${file}'`), { code, syscall: name });
