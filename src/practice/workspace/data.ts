import { seeded } from '../random.js';
import { inventoryFile, ledgerFile, requestLog, shiftFile, telemetryFile } from '../world/files.js';

/**
 * The data files, by name. The seeds were searched for: with these files a single failed task has one smallest explanation, so that
 * the practice model learns the right rule from the first failure (a test holds this).
 */
export const dataFiles: Readonly<Record<string, string>> = {
  'ledger.csv': ledgerFile(seeded('practice ledger 6')).text,
  'telemetry.csv': telemetryFile(seeded('practice telemetry 100')),
  'inventory.csv': inventoryFile(seeded('practice inventory 13')),
  'shifts.csv': shiftFile(seeded('practice shifts 69')),
  'requests.log': requestLog(seeded('practice requests 37')),
};
