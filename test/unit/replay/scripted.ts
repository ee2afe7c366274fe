import type { ChatModel } from '../../../src/engine/ports.js';
import { connectModel } from '../../../src/models/connect.js';
import {
  calls,
  delta,
  done,
  type FaultServer,
  finishes,
  replies,
  startFaultServer,
  streams,
  usage,
} from '../../support/faultServer.js';

/** One reply of a model: a tool call, or its answer. */
export type Turn = readonly [tool: string, input: Readonly<Record<string, unknown>>] | string;

export interface ScriptedModel {
  readonly model: ChatModel;
  /** Requests so far. */
  readonly requests: FaultServer['requests'];
  close(): Promise<void>;
}

/** A model server that makes these calls one after the other, whatever it is told; over real HTTP. */
export async function scriptedModel(...turns: readonly Turn[]): Promise<ScriptedModel> {
  const scripts = turns.map((turn, index) => {
    if (typeof turn === 'string') return replies(turn);
    const [name, input] = turn;
    const call = {
      index: 0,
      id: `call-${index}`,
      type: 'function',
      function: { name, arguments: JSON.stringify(input) },
    };
    return streams([delta({ role: 'assistant', content: '' }), calls(call), finishes('tool_calls'), usage(7, 3), done]);
  });
  const server = await startFaultServer(...scripts);
  const model = await connectModel({ baseUrl: server.url, model: 'scripted', simulated: true, label: 'scripted' });
  return { model, requests: server.requests, close: () => server.close() };
}
