import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { ApprovalRequest } from '../../../src/engine/act/approval.js';
import { createSnapshot, type Snapshot } from '../../../src/engine/act/snapshot.js';
import { invoke, type AnyTool, type ToolContext, type ToolResult } from '../../../src/engine/act/tools/tool.js';
import { createObjectStore, type ObjectStore } from '../../../src/engine/store/objects.js';

export type Asked = Omit<ApprovalRequest, 'id' | 'run'>;

/** A real workspace in a temporary folder, beside a twin outside of it, with a real store and snapshot. */
export interface TestWorkspace {
  readonly dir: string;
  /** A folder outside whose name begins like the workspace's. */
  readonly outside: string;
  readonly objects: ObjectStore;
  readonly snapshot: Snapshot;
  /** What was asked so far. */
  readonly asked: Asked[];
  readonly run: string;
  at(relative: string): string;
  put(relative: string, content: string | Uint8Array): Promise<void>;
  get(relative: string): Promise<string>;
  /** Calls a tool as the agent does. `answer` may do something while the question is open. */
  call(tool: AnyTool, args: unknown, answer?: Answer, signal?: AbortSignal): Promise<ToolResult>;
  dispose(): Promise<void>;
}

export type Answer = (request: Asked) => boolean | Promise<boolean>;

let runs = 0;

export async function makeWorkspace(): Promise<TestWorkspace> {
  const root = await realpath(await mkdtemp(path.join(os.tmpdir(), 'memento-act-')));
  const [dir, outside] = [path.join(root, 'ws'), path.join(root, 'ws-evil')];
  await mkdir(dir);
  await mkdir(outside);
  const objects = createObjectStore(path.join(root, 'objects'));
  const snapshot = createSnapshot({ workspace: dir, objects });
  const asked: Asked[] = [];
  const run = `test-${process.pid}-${++runs}`;
  const at = (relative: string) => path.join(dir, relative);
  return {
    ...{ dir, outside, objects, snapshot, asked, run, at },
    put: async (relative, content) => {
      await mkdir(path.dirname(at(relative)), { recursive: true });
      await writeFile(at(relative), content);
    },
    get: (relative) => readFile(at(relative), 'utf8'),
    call: (tool, args, answer = () => true, signal = new AbortController().signal) => {
      const context: ToolContext = {
        ...{ run, workspace: dir, snapshot, limits: { commandTimeoutMs: 20_000 } },
        ask: async (request) => {
          asked.push(request);
          return answer(request);
        },
        output: () => undefined,
        propose: () => Promise.resolve('p1'),
      };
      return invoke(tool, typeof args === 'string' ? args : JSON.stringify(args), context, signal);
    },
    dispose: () => rm(root, { recursive: true, force: true }),
  };
}
