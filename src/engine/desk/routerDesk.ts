import type { ChatModel } from '../ports.js';
import type { GenerationInfo, RouterReport } from '../read/report.js';
import type { Route } from '../read/route.js';
import { type Text } from '../text.js';
import type { Backstage } from './backstage.js';
import type { EngineParts } from './parts.js';

/** The router: what it would do, what it knows, and how it is trained. */
export class RouterDesk {
  constructor(
    private readonly parts: Pick<EngineParts, 'routing'>,
    private readonly backstage: Backstage,
  ) {}

  explain(prompt: string): Promise<Route> {
    return this.parts.routing.explain(prompt, this.backstage.signal);
  }

  routerReport(): Promise<RouterReport> {
    return this.parts.routing.report();
  }

  async trainRouter(
    model: ChatModel | undefined,
    progress: (done: number, of: number, what: Text) => void,
    signal: AbortSignal,
  ): Promise<GenerationInfo> {
    this.backstage.requireState();
    return await this.parts.routing.train(model, progress, this.backstage.either(signal));
  }

  async makeQueries(skill: string, model: ChatModel, signal: AbortSignal): Promise<void> {
    this.backstage.requireState();
    const either = this.backstage.either(signal);
    await this.backstage.afterLearning(() => this.parts.routing.makeQueries(skill, model, either));
  }

  cancelTraining(): boolean {
    return this.parts.routing.cancel();
  }

  revertRouter(generation: number): Promise<GenerationInfo> {
    return this.backstage.change(() => this.parts.routing.revert(generation));
  }
}
