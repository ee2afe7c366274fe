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
  'update.showReleaseNotes': false,
  'git.autofetch': false,
  'git.openRepositoryInParentFolders': 'never',
  'chat.agentHost.enabled': false,
};

/**
 * Writes the user settings of a user data folder.
 * @param {string} dataDir
 * @param {Readonly<Record<string, unknown>>} settings
 * @param {{ keep?: boolean }} [options] `keep` leaves settings that are there untouched
 */
export async function writeSettings(dataDir, settings, { keep = false } = {}) {
  await mkdir(path.join(dataDir, 'User'), { recursive: true });
  const file = path.join(dataDir, 'User/settings.json');
  await writeFile(file, `${JSON.stringify(settings, null, 2)}\n`, { flag: keep ? 'wx' : 'w' }).catch((error) => {
    if (!keep || error.code !== 'EEXIST') throw error;
  });
}
