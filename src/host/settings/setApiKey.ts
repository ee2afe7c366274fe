import * as vscode from 'vscode';
import { HumanError } from '../../engine/errors.js';
import { text } from '../../engine/text.js';
import { checkEndpoint } from '../../models/config.js';
import { actionFor } from '../common/remedies.js';
import type { ApiKeys } from './apiKeys.js';
import type { Settings } from './settings.js';

/**
 * Asks for the key of the configured server and keeps it for that server's origin; an empty answer forgets it.
 * @throws {HumanError} when no address is set, or a key would travel to it unencrypted
 */
export async function setApiKey(settings: Settings, keys: ApiKeys, extensionId: string): Promise<void> {
  if (settings.baseUrl === '')
    throw new HumanError(
      text('Set the address of the model first: the key is kept for that address.'),
      'open-settings',
    );
  const check = (apiKey: string): string =>
    checkEndpoint({ baseUrl: settings.baseUrl, model: settings.model || '-', apiKey }).origin;
  const origin = check('key');
  const known = (await keys.get(origin)) !== undefined;
  const key = await vscode.window.showInputBox({
    title: vscode.l10n.t('API key for {0}', origin),
    prompt: known
      ? vscode.l10n.t('A key is stored. A new one replaces it; leave this empty to forget it.')
      : vscode.l10n.t('Kept in the system’s key store and sent to {0} only.', origin),
    password: true,
    ignoreFocusOut: true,
  });
  if (key === undefined) return;
  if (key.trim() === '') {
    await keys.delete(origin);
    if (known) void vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is forgotten.', origin));
    return;
  }
  check(key);
  await keys.set(origin, key.trim());
  const test = actionFor('test-connection', extensionId);
  const buttons = test ? [test.label] : [];
  if (await vscode.window.showInformationMessage(vscode.l10n.t('The key for {0} is stored.', origin), ...buttons))
    await test?.run();
}
