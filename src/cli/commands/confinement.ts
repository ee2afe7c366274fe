import os from 'node:os';
import { findConfinement, type Method } from '../../engine/replay/confine/confinement.js';
import { t } from '../l10n.js';

/** How commands of replays are kept from the network and from everything outside their copy; found out by trying. */
export async function confinementReport(
  signal: AbortSignal,
): Promise<{ readonly confined: Method | null; readonly label: string; readonly lines: readonly string[] }> {
  const confined = (await findConfinement(os.tmpdir(), signal))?.method ?? null;
  if (confined) return { confined, label: t('confined by {0}', confined), lines: [] };
  const lines = [
    t('Only runs whose replay does nothing new can be replayed here.'),
    ...(process.platform === 'linux' ? [t('Install bubblewrap, or allow user namespaces.')] : []),
  ];
  return { confined, label: t('not confined'), lines };
}
