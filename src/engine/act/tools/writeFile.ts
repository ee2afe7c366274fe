import * as z from 'zod';
import { HumanError } from '../../errors.js';
import { visible } from '../../safety/hidden.js';
import { relativeTo, resolveForWrite } from '../../safety/paths.js';
import { text } from '../../text.js';
import { carryOut, readForChange } from './change.js';
import { encodeLike, tryDecode, withLineEnds } from './textFile.js';
import type { Tool } from './tool.js';
import { brief } from './words.js';

const schema = z.strictObject({
  path: z.string().min(1).max(4096).describe('File to write, relative to the workspace. Missing folders are made.'),
  content: z.string().max(900_000).describe('The whole new text of the file.'),
});

/** Writes a whole file. An existing one keeps its permissions, byte order mark and line ends. */
export const writeFile: Tool<z.infer<typeof schema>> = {
  name: 'write_file',
  description:
    'Creates a text file or replaces its whole text. The user sees the change first. For small changes use edit_file.',
  schema,
  title: ({ path }) => text('Write {0}', brief(path)),
  async run({ path, content }, context, signal) {
    const absolute = await resolveForWrite(context.workspace, path);
    const before = await readForChange(context.workspace, absolute);
    refuseReadOnly(before, path);
    const old = before && tryDecode(before.bytes);
    const after = old ? encodeLike(old, withLineEnds(content, old.lineEnd)) : Buffer.from(content);
    const name = visible(relativeTo(context.workspace, absolute));
    const title = before ? text('Replace {0}', name) : text('Create {0}', name);
    return carryOut({ absolute, before, after, tool: writeFile.name, title }, context, signal);
  },
};

/** Replacing would get around what the person forbade. */
export function refuseReadOnly(before: { readonly mode: number } | null, name: string): void {
  if (before && (before.mode & 0o222) === 0) throw new HumanError(text('“{0}” is read-only.', name));
}
