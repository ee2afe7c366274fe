import type { SecretStorage } from 'vscode';

/** The keys of servers, one for each origin, in the system's key store. A key is never given out for another origin than its own. */
export class ApiKeys {
  constructor(private readonly secrets: SecretStorage) {}

  async get(origin: string): Promise<string | undefined> {
    return (await this.secrets.get(name(origin))) || undefined;
  }

  async set(origin: string, key: string): Promise<void> {
    await this.secrets.store(name(origin), key);
  }

  async delete(origin: string): Promise<void> {
    await this.secrets.delete(name(origin));
  }
}

const name = (origin: string): string => `memento.apiKey ${origin}`;
