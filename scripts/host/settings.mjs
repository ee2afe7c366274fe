// @ts-check
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** A quiet VS Code: nothing calls home, nothing opens by itself. */
export const quietSettings = {
  'telemetry.telemetryLevel': 'off',
  'workbench.startupEditor': 'none',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.tips.enabled': false,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'update.mode': 'none',
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'chat.agentHost.enabled': false,
};

/**
 * Writes the user settings of a user data folder that VS Code has not used yet.
 * @param {string} dataDir
 * @param {Readonly<Record<string, unknown>>} settings
 */
export async function writeSettings(dataDir, settings) {
  await mkdir(path.join(dataDir, 'User'), { recursive: true });
  await writeFile(path.join(dataDir, 'User/settings.json'), `${JSON.stringify(settings, null, 2)}\n`);
}
