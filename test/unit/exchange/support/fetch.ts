import assert from 'node:assert/strict';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { HumanError } from '../../../../src/engine/errors.js';
import { fetchSkills, type FetchOptions } from '../../../../src/engine/exchange/fetchSkills.js';
import type { Fetched } from '../../../../src/engine/exchange/quarantine.js';

export const never = new AbortController().signal;

/** Writes files below a folder. */
export async function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): Promise<void> {
  for (const [name, data] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, data);
  }
}

/** Fetches with a temporary folder beside the source, which must be empty afterwards. */
export async function fetchFrom(
  source: string,
  temp: string,
  options: FetchOptions = {},
  signal = never,
  environment?: Readonly<Record<string, string | undefined>>,
): Promise<readonly Fetched[]> {
  try {
    return await fetchSkills(
      source,
      options,
      { tempDir: temp, base: path.dirname(temp), ...(environment ? { environment } : {}) },
      signal,
    );
  } finally {
    assert.deepEqual(await readdir(temp).catch(() => []), [], 'nothing is left of the fetch');
  }
}

export const names = (skills: readonly Fetched[]): string[] => skills.map(({ name }) => name);

/** The files of a skill as text. */
export const textsOf = (skill: Fetched | undefined): Record<string, string> =>
  Object.fromEntries([...(skill?.content ?? [])].map(([file, { data }]) => [file, Buffer.from(data).toString()]));

/** A person's error whose sentence has these words. */
export const human =
  (words: RegExp) =>
  (error: unknown): boolean => {
    assert(error instanceof HumanError, `a sentence for a person, not ${String(error)}`);
    assert.match(error.message, words);
    return true;
  };
