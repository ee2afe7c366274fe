import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import type { ChatModel, Embedder } from '../../engine/ports.js';
import { text } from '../../engine/text.js';
import { checkEndpoint, type EndpointConfig } from '../../models/config.js';
import { lazyEmbedder } from '../../models/lazyEmbedder.js';
import { practiceEmbeddingModel } from '../../practice/embeddingModel.js';
import type { ApiKeys } from '../settings/apiKeys.js';
import type { Settings } from '../settings/settings.js';
import type { Practice } from './practice.js';

const practiceName = 'practice';
const practiceChosen = 'memento.practiceModel';

/** What is configured: a server, the practice model, or nothing usable and why. */
export type ModelChoice =
  | { readonly kind: 'endpoint'; readonly baseUrl: string; readonly origin: string; readonly model: string }
  | { readonly kind: 'practice' }
  | { readonly kind: 'none'; readonly problem: HumanError };

/** Finds the model the person chose: the setting first, else the practice model when it was picked with its command. */
export class Models implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.changed.event;
  private readonly listener: vscode.Disposable;
  private embedding: { readonly of: string; readonly embedder: Embedder } | undefined;

  constructor(
    private readonly settings: Settings,
    private readonly keys: ApiKeys,
    private readonly state: vscode.Memento,
    private readonly practice: Practice,
  ) {
    this.listener = settings.onDidChange(() => this.changed.fire());
  }

  get choice(): ModelChoice {
    const { model, baseUrl } = this.settings;
    if (model === practiceName) return { kind: 'practice' };
    if (model === '' && this.state.get<boolean>(practiceChosen) === true) return { kind: 'practice' };
    if (model === '' || baseUrl === '')
      return {
        kind: 'none',
        problem: new HumanError(
          model === '' ? text('No model is set up yet.') : text('The address of the model is not set.'),
          'configure-model',
        ),
      };
    try {
      return { kind: 'endpoint', baseUrl, model, origin: checkEndpoint({ baseUrl, model }).origin };
    } catch (error) {
      if (error instanceof HumanError) return { kind: 'none', problem: error };
      throw error;
    }
  }

  /** What surfaces show of the model; null when there is none. */
  get label(): { readonly label: string; readonly simulated: boolean } | null {
    const choice = this.choice;
    if (choice.kind === 'none') return null;
    return choice.kind === 'practice'
      ? { label: vscode.l10n.t('practice model'), simulated: true }
      : { label: choice.model, simulated: false };
  }

  /** @throws {HumanError} when none is configured */
  async connect(): Promise<ChatModel> {
    const { connectModel } = await import('../../models/connect.js');
    return connectModel(await this.endpoint());
  }

  /** Where to connect to; the key is the one stored for this very origin. @throws {HumanError} when nothing is configured */
  async endpoint(): Promise<EndpointConfig> {
    const choice = this.choice;
    if (choice.kind === 'none') throw choice.problem;
    if (choice.kind === 'practice')
      return { baseUrl: await this.practice.baseUrl(), model: practiceName, simulated: true, label: 'practice model' };
    const apiKey = await this.keys.get(choice.origin);
    return { baseUrl: choice.baseUrl, model: choice.model, ...(apiKey === undefined ? {} : { apiKey }) };
  }

  /** The same one as long as the settings are; `undefined` unless an embedding model is set. */
  get embedder(): Embedder | undefined {
    const { choice } = this;
    const id = this.embeddingModel(choice);
    if (id === undefined || choice.kind === 'none') return undefined;
    const of = JSON.stringify([id, choice]);
    if (this.embedding?.of !== of) {
      const connect = async (): Promise<Embedder> => {
        const { connectEmbedder } = await import('../../models/connect.js');
        return connectEmbedder({ ...(await this.endpoint()), model: id });
      };
      this.embedding = { of, embedder: lazyEmbedder({ id, simulated: choice.kind === 'practice' }, connect) };
    }
    return this.embedding.embedder;
  }

  /** Where the embeddings are: the same server and key. `undefined` unless an embedding model is set. @throws {HumanError} as `endpoint` */
  async embeddingEndpoint(): Promise<EndpointConfig | undefined> {
    const model = this.embeddingModel(this.choice);
    return model === undefined ? undefined : { ...(await this.endpoint()), model };
  }

  /** The practice model has embeddings of its own: what the setting names is for a real server. */
  private embeddingModel(choice: ModelChoice): string | undefined {
    const { embeddingModel } = this.settings;
    if (embeddingModel === '') return undefined;
    return choice.kind === 'practice' ? practiceEmbeddingModel : embeddingModel;
  }

  /** Keeps the explicit choice of the practice model; user settings are never edited, and win when they name a model. */
  async usePractice(): Promise<void> {
    await this.state.update(practiceChosen, true);
    this.changed.fire();
  }

  dispose(): void {
    this.listener.dispose();
    this.changed.dispose();
  }
}
