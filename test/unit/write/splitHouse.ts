// A proposal that changes two skills, accepted or taken back, and what must hold however that is cut off.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createEngine } from '../../../src/engine/createEngine.js';
import { defaultSettings, type Engine } from '../../../src/engine/engine.js';
import { sha256 } from '../../../src/engine/store/hash.js';
import { skillText } from '../skills/support.js';
import { draftFor, proposalsOf } from './support.js';

const clock = { now: () => Date.now() };
const old = skillText('ledger', '- one\n- two\n');
const excluded = old.replace('must be done.', 'must be done. Not for cash.');
const sibling = skillText('ledger-cash', '- two\n');

export type Action = 'accept' | 'undo';

/** Opens a window on the folders below `root`. */
export const openAt = (root: string): Promise<Engine> =>
  createEngine({
    workspace: path.join(root, 'ws'),
    home: path.join(root, 'home'),
    templates: path.resolve('skills-template'),
    settings: defaultSettings,
    clock,
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    watch: false,
  });

const fileOf = (root: string, skill: string): string => path.join(root, 'ws', '.memento', 'skills', skill, 'SKILL.md');

/** A library with one skill and a proposal to split it, which is accepted already where it is to be taken back. @returns its id */
export async function prepare(root: string, action: Action): Promise<string> {
  await mkdir(path.dirname(fileOf(root, 'ledger')), { recursive: true });
  await writeFile(fileOf(root, 'ledger'), old);
  const engine = await openAt(root);
  await engine.trust(['ledger']);
  const also = [{ skill: 'ledger', baseHash: sha256(old), before: old, after: excluded }];
  const house = { home: path.join(root, 'home'), workspace: engine.workspace };
  const { id } = await proposalsOf(house).create(draftFor('ledger-cash', null, sibling, { operation: 'split', also }));
  if (action === 'undo') await engine.accept(id);
  await engine.dispose();
  return id;
}

export const decide = (engine: Engine, action: Action, id: string): Promise<unknown> =>
  action === 'accept' ? engine.accept(id) : engine.undoAccept(id);

/** Opens the folders as the next start does and checks that both skills are as the proposal says. @returns whether it is accepted */
export async function check(root: string, id: string): Promise<boolean> {
  const engine = await openAt(root);
  try {
    const { state, accepting, undoing } = await engine.proposal(id);
    const text = await readFile(fileOf(root, 'ledger'), 'utf8');
    const isThere = existsSync(fileOf(root, 'ledger-cash'));
    const applied = state === 'applied';
    assert.ok(applied || state === 'pending', state);
    assert.deepEqual([text, isThere], applied ? [excluded, true] : [old, false], state);
    assert.deepEqual([accepting, undoing], [undefined, undefined]);
    // What was decided can still be decided otherwise.
    await (applied ? engine.undoAccept(id) : engine.accept(id));
    assert.equal(await readFile(fileOf(root, 'ledger'), 'utf8'), applied ? old : excluded);
    return applied;
  } finally {
    await engine.dispose();
  }
}
