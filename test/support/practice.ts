import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ApprovalRequest } from '../../src/engine/act/approval.js';
import { createEngine } from '../../src/engine/createEngine.js';
import { defaultSettings, type Engine, type EngineOptions } from '../../src/engine/engine.js';
import type { RunEvent } from '../../src/engine/events.js';
import type { Approver, ChatModel } from '../../src/engine/ports.js';
import type { Task } from '../../src/engine/task.js';
import { connectModel } from '../../src/models/connect.js';
import type { Character } from '../../src/practice/model/character.js';
import { serve } from '../../src/practice/server.js';
import { createPracticeWorkspace } from '../../src/practice/workspace.js';
import { ledgerSkill } from '../../src/practice/workspace/texts.js';

/** A practice workspace with an engine on it and the practice model over HTTP. */
export interface PracticeHouse {
  readonly workspace: string;
  readonly home: string;
  readonly engine: Engine;
  readonly model: ChatModel;
  readonly events: RunEvent[];
  readonly asked: ApprovalRequest[];
  readonly approver: Approver;
  /** The tasks of tasks.jsonl by their id. */
  readonly tasks: ReadonlyMap<string, Task>;
  /** Closes the engine and opens a new one on the same folders, as a reload of the window does. */
  reopen(): Promise<PracticeHouse>;
  close(): Promise<void>;
}

/** @param more what the engine is given besides or instead; of the model, how reliable it is */
export async function openPracticeHouse(
  more: Partial<EngineOptions> & { readonly character?: Partial<Character> } = {},
): Promise<PracticeHouse> {
  const root = mkdtempSync(path.join(os.tmpdir(), 'memento-loop-'));
  const workspace = path.join(root, 'house');
  await createPracticeWorkspace(workspace);
  const { character = {}, ...options } = more;
  const server = await serve({ chunkDelayMs: 0, character });
  const model = await connectModel({
    baseUrl: server.baseUrl,
    model: 'practice',
    simulated: true,
    label: 'practice model',
  });
  const close = async (): Promise<void> => {
    await server.close();
    rmSync(root, { recursive: true, force: true });
  };
  return await furnish(workspace, path.join(root, 'home'), model, close, options);
}

async function furnish(
  workspace: string,
  home: string,
  model: ChatModel,
  close: () => Promise<void>,
  options: Partial<EngineOptions>,
): Promise<PracticeHouse> {
  const engine = await createEngine({
    workspace,
    home,
    templates: path.resolve('skills-template'),
    shipped: [ledgerSkill()],
    settings: defaultSettings,
    clock: { now: () => Date.now() },
    logger: { info: () => undefined, warn: () => undefined, error: (message, error) => console.error(message, error) },
    watch: false,
    ...options,
  });
  const events: RunEvent[] = [];
  engine.onEvent((event) => events.push(event));
  const asked: ApprovalRequest[] = [];
  return {
    workspace: engine.workspace,
    home,
    engine,
    model,
    events,
    asked,
    approver: {
      ask: (request) => {
        asked.push(request);
        return Promise.resolve('once');
      },
    },
    tasks: readTasks(workspace),
    reopen: async () => {
      await engine.dispose();
      return await furnish(workspace, home, model, close, options);
    },
    close: async () => {
      await engine.dispose();
      await close();
    },
  };
}

function readTasks(workspace: string): Map<string, Task> {
  const lines = readFileSync(path.join(workspace, 'tasks.jsonl'), 'utf8').trim().split('\n');
  return new Map(
    lines.map((line) => {
      const { id, prompt, check } = JSON.parse(line) as { id: string; prompt: string; check: { script: string } };
      return [id, { prompt, check: check.script }];
    }),
  );
}
