import * as vscode from 'vscode';
import type { Disposable } from '../../engine/ports.js';
import type { Engines } from '../engines/engines.js';
import type { Settings } from '../settings/settings.js';
import { offer } from './confirm.js';

/** An engine keeps the folders it began with, because a run may be using skills from them: a change of the setting needs a new window. */
export function offerReload(settings: Settings, engines: Engines): Disposable {
  const now = (): string => settings.disabledSources.join('\n');
  let before = now();
  return settings.onDidChange(() => {
    if (now() === before) return;
    before = now();
    if (engines.opened.length === 0) return;
    offer(vscode.l10n.t('Other folders of skills are read once the window is reloaded.'), {
      [vscode.l10n.t('Reload Window')]: () => vscode.commands.executeCommand('workbench.action.reloadWindow'),
    });
  });
}
