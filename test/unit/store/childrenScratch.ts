import { accessSync, mkdtempSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A fresh folder, in memory where the system has a place for it: for tests of many small writes that are not about the disk. */
export function scratch(): string {
  try {
    accessSync('/dev/shm');
    return mkdtempSync('/dev/shm/memento-test-');
  } catch {
    return mkdtempSync(path.join(os.tmpdir(), 'memento-test-'));
  }
}
