import type { RunEventBody } from '../events.js';
import type { ToolCall, ToolDefinition } from '../ports.js';
import { redact } from '../safety/redact.js';
import { Taints } from '../safety/taint.js';
import { text } from '../text.js';
import type { Approvals } from './approvals.js';
import type { Deadline } from './deadline.js';
import type { Snapshot } from './snapshot.js';
import { editFile } from './tools/editFile.js';
import { listDir } from './tools/listDir.js';
import { proposeSkill } from './tools/proposeSkill.js';
import { readFile } from './tools/readFile.js';
import { readSkill } from './tools/readSkill.js';
import { runCommand } from './tools/runCommand.js';
import { searchFiles } from './tools/searchFiles.js';
import { denied, invoke, titleOf, toDefinition, type AnyTool, type ToolContext } from './tools/tool.js';
import { writeFile } from './tools/writeFile.js';

const tools: readonly AnyTool[] = [readFile, listDir, searchFiles, writeFile, editFile, runCommand, proposeSkill];

/** The tools of one run, with everything they need: approvals, snapshots, limits and the event stream. */
export class Toolbox {
  readonly definitions: readonly ToolDefinition[];
  private readonly tools: readonly AnyTool[];
  private readonly taints: Taints;

  constructor(
    private readonly run: {
      readonly id: string;
      readonly workspace: string;
      readonly approvals: Approvals;
      readonly snapshot: Snapshot;
      readonly deadline: Deadline;
      readonly commandTimeoutMs: number;
      readonly propose: ToolContext['propose'];
      readonly takeSkill?: ToolContext['takeSkill'];
      readonly confine?: ToolContext['confine'];
      readonly execute?: ToolContext['execute'];
      readonly emit: (event: RunEventBody) => void;
      /** Called after each call: the workspace may have changed. */
      readonly changed: () => Promise<void>;
    },
  ) {
    this.tools = run.takeSkill ? [...tools, readSkill] : tools;
    this.definitions = this.tools.map(toDefinition);
    this.taints = new Taints(run.workspace);
  }

  /** Carries out one call and returns what the model is told. An unknown tool or bad arguments are the model's to correct. */
  async call(step: number, call: ToolCall, signal: AbortSignal): Promise<string> {
    const { emit, approvals, deadline } = this.run;
    const tool = this.tools.find((one) => one.name === call.name);
    const started = performance.now();
    emit({
      type: 'tool.started',
      step,
      call: call.id,
      tool: call.name,
      input: redact(call.arguments),
      title: titleOf(tool, call),
    });
    const result = tool
      ? await invoke(
          tool,
          call.arguments,
          {
            run: this.run.id,
            workspace: this.run.workspace,
            snapshot: this.run.snapshot,
            limits: { commandTimeoutMs: this.run.commandTimeoutMs },
            propose: this.run.propose,
            ...(this.run.takeSkill ? { takeSkill: this.run.takeSkill } : {}),
            ...(this.run.confine ? { confine: this.run.confine } : {}),
            ...(this.run.execute ? { execute: this.run.execute } : {}),
            ask: (request) => deadline.pauseWhile(() => approvals.ask(call.id, request, signal)),
            output: (delta) => emit({ type: 'tool.delta', call: call.id, text: delta }),
          },
          signal,
        )
      : {
          ok: false,
          output: `Error: there is no tool "${call.name}". The tools are: ${this.tools.map(({ name }) => name).join(', ')}.`,
          summary: text('unknown tool'),
        };
    const output = redact(result.output);
    emit({
      type: 'tool.finished',
      step,
      call: call.id,
      ok: result.ok,
      output,
      summary: result.summary,
      ms: performance.now() - started,
    });
    // What was denied was not carried out, and the denial is our own words.
    if (result !== denied)
      for (const taint of await this.taints.of({ step, tool: call.name, input: call.arguments, output }))
        emit({ type: 'tainted', taint });
    await this.run.changed();
    return output;
  }
}
