import { throwIfCancelled } from '../../errors.js';
import { explained } from '../../safety/fileProblem.js';
import { visible } from '../../safety/hidden.js';
import { relativeTo } from '../../safety/paths.js';
import { isProtected } from '../../safety/sensitive.js';
import { text, type Text } from '../../text.js';
import { readInside, replaceInside, type Content } from '../files.js';
import { countChanges, unifiedLines } from '../lineDiff.js';
import { tryDecode } from './textFile.js';
import { denied, type ToolContext, type ToolResult } from './tool.js';

/** A change of one file, worked out and not yet made. */
export interface Change {
  /** Absolute path, as `resolveForWrite` returned it. */
  readonly absolute: string;
  readonly before: Content | null;
  readonly after: Uint8Array;
  readonly tool: string;
  readonly title: Text;
}

/** What stands at a path a tool wants to change. @throws {HumanError} for what is not a file of bearable size */
export const readForChange = (workspace: string, absolute: string): Promise<Content | null> =>
  explained(relativeTo(workspace, absolute), () => readInside(workspace, absolute));

/**
 * Shows a change to the person and makes it when allowed. The file must then still be what the change was made from: it is looked at again
 * at the last moment.
 */
export async function carryOut(change: Change, context: ToolContext, signal: AbortSignal): Promise<ToolResult> {
  const { absolute, before, after } = change;
  const name = relativeTo(context.workspace, absolute);
  if (before && Buffer.compare(before.bytes, after) === 0)
    return { ok: true, output: `${name} already has this content; nothing was written.`, summary: text('no change') };
  if (!(await context.ask(await requestFor(change, name)))) return denied;
  throwIfCancelled(signal);
  await explained(name, async () => {
    await context.snapshot.beforeWrite(absolute);
    try {
      const next = { kind: 'file', bytes: after, ...(before && { mode: before.mode }) } as const;
      await replaceInside(context.workspace, absolute, before, next);
    } finally {
      await context.snapshot.afterWrite(absolute);
    }
  });
  const { added, removed } = await countChanges(before?.bytes ?? null, after);
  const links = before && before.links > 1 ? ' It was a hard link: its other names keep the old content.' : '';
  return {
    ok: true,
    output: `${before ? 'Changed' : 'Created'} ${name} (+${added} -${removed} lines).${links}`,
    summary: text('+{0} -{1} lines', added, removed),
  };
}

async function requestFor(
  { before, after, tool, title }: Change,
  name: string,
): Promise<Parameters<ToolContext['ask']>[0]> {
  const old = before ? tryDecode(before.bytes) : { text: '', lineEnd: '\n' as const };
  const next = tryDecode(after);
  const special = isProtected(name);
  return {
    kind: 'write',
    tool,
    title,
    subject: visible(name),
    ...(old && next && { diff: await unifiedLines(comparable(old), comparable(next), visible) }),
    where: '.',
    why: reasonFor(name, before, Boolean(old)),
    choices: special ? ['once', 'deny'] : ['once', 'run', 'deny'],
  };
}

/** Carriage returns that every line has are no news; single ones are shown. */
const comparable = ({ text: value, lineEnd }: { readonly text: string; readonly lineEnd: string }): string =>
  lineEnd === '\r\n' ? value.replaceAll('\r\n', '\n') : value;

function reasonFor(name: string, before: Content | null, isText: boolean): Text {
  if (isProtected(name))
    return text('Other programs act on this file by themselves, or it may hold secrets: it is asked for each time.');
  if (!before) return text('It makes a new file.');
  if (!isText) return text('It replaces a file that is not text: there are no lines to compare.');
  if (before.links > 1) return text('It changes a file that has other names (hard links): those keep the old content.');
  return text('It changes a file of this workspace.');
}
