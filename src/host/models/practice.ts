import type { Disposable } from '../../engine/ports.js';

/** The built-in practice model: a server on loopback, started when it is first needed. */
export class Practice implements Disposable {
  private server: Promise<{ baseUrl: string; dispose(): void }> | undefined;

  /** @param worker path of the bundled worker */
  constructor(private readonly worker: string) {}

  async baseUrl(): Promise<string> {
    this.server ??= import('../../practice/serve.js').then(({ startPracticeServer }) =>
      startPracticeServer(this.worker),
    );
    try {
      return (await this.server).baseUrl;
    } catch (error) {
      // The next run tries again.
      this.server = undefined;
      throw error;
    }
  }

  dispose(): void {
    this.server?.then(
      (server) => server.dispose(),
      () => undefined,
    );
    this.server = undefined;
  }
}
