import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseInfo } from '../read/generationInfo.js';
import { decodeLearned } from '../read/learned.js';
import { text, type Text } from '../text.js';
import { sha256 } from './hash.js';

/**
 * What is wrong with a generation of the router; `undefined` when nothing is.
 * @param dir its folder, whose name is its number
 * @throws what the disk refuses
 */
export async function verifyGeneration(dir: string): Promise<Text | undefined> {
  const info = parseInfo(await readFile(path.join(dir, 'info.json'), 'utf8'));
  if (!info) return text('The generation is damaged: info.json is not what it was written as. It is not used.');
  if (String(info.number) !== path.basename(dir)) return text('The generation is called “{0}” inside.', info.number);
  const bytes = await readFile(path.join(dir, 'model.bin'));
  if (sha256(bytes) !== info.model)
    return text('The generation is damaged: model.bin is not what info.json says. It is not used.');
  try {
    decodeLearned(bytes);
  } catch {
    return text('The generation is of another version of Memento and is not used.');
  }
  return undefined;
}
