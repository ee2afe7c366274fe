import * as z from 'zod';
import { HumanError } from '../../errors.js';
import { visible } from '../../safety/hidden.js';
import { relativeTo, resolveForWrite } from '../../safety/paths.js';
import { text } from '../../text.js';
import { carryOut, readForChange } from './change.js';
import { count, decodeFile, encodeLike, withLineEnds, type TextFile } from './textFile.js';
import type { Tool } from './tool.js';
import { brief } from './words.js';
import { refuseReadOnly } from './writeFile.js';

const schema = z.strictObject({
  path: z.string().min(1).max(4096).describe('File to change, relative to the workspace.'),
  old: z
    .string()
    .min(1)
    .describe(
      'Text to replace, exactly as it stands in the file. It must occur once; add lines around it if it does not.',
    ),
  new: z.string().describe('Text to put there.'),
  all: z.boolean().optional().describe('Replace every occurrence.'),
});

/** Replaces a piece of text in a file. Everything else stays byte for byte. */
export const editFile: Tool<z.infer<typeof schema>> = {
  name: 'edit_file',
  description:
    'Replaces one exact piece of text in a file (every occurrence with all). The user sees the change first.',
  schema,
  title: ({ path }) => text('Edit {0}', brief(path)),
  async run({ path, old, new: replacement, all = false }, context, signal) {
    const absolute = await resolveForWrite(context.workspace, path);
    const before = await readForChange(context.workspace, absolute);
    if (!before) throw new HumanError(text('“{0}” does not exist.', path));
    refuseReadOnly(before, path);
    const file = decodeFile(before.bytes, path);
    const after = encodeLike(file, replaced(file, old, replacement, all, path));
    const title = text('Edit {0}', visible(relativeTo(context.workspace, absolute)));
    return carryOut({ absolute, before, after, tool: editFile.name, title }, context, signal);
  },
};

/** Models write plain newlines; in a file with CRLF the text is looked for with CRLF when it is not found as given. */
function replaced(file: TextFile, old: string, replacement: string, all: boolean, path: string): string {
  const wanted = [old, withLineEnds(old, '\r\n')].find((form) => file.text.includes(form));
  if (wanted === undefined)
    throw new HumanError(text('The old text does not occur in “{0}”: read the file again and copy it exactly.', path));
  const found = count(file.text, wanted);
  if (found > 1 && !all)
    throw new HumanError(
      text('The old text occurs {0} times in “{1}”: add lines around it to make it unique, or set all.', found, path),
    );
  const lineEnd = wanted.includes('\n') ? (wanted.includes('\r\n') ? '\r\n' : '\n') : file.lineEnd;
  return file.text.split(wanted).join(withLineEnds(replacement, lineEnd));
}
