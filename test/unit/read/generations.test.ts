import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { HumanError } from '../../../src/engine/errors.js';
import { english } from '../../../src/engine/text.js';
import { useTempFolder } from '../store/temp.js';
import { draft, openGenerations, prepareGenerations, smallModel } from './generationsSample.js';

describe('generations of the router', () => {
  const at = useTempFolder();
  const states = async (): Promise<unknown[]> =>
    (await openGenerations(at()).list()).map(
      ({ number, state, usable }) => `${number} ${state}${usable ? '' : ' damaged'}`,
    );

  it('keeps what was trained, uses the newest that is good, and goes back', async () => {
    const generations = openGenerations(at());
    assert.equal(await generations.current(), undefined);
    assert.deepEqual(await generations.list(), []);
    await prepareGenerations(at());
    assert.equal((await generations.current())?.number, 2);
    await generations.add(draft({ accepted: false }), smallModel(3), 2);
    assert.deepEqual(await states(), ['3 refused', '2 in-use', '1 replaced']);
    assert.equal((await generations.use(1)).state, 'in-use');
    assert.deepEqual(await states(), ['3 refused', '2 reverted', '1 in-use']);
    assert.equal((await openGenerations(at()).current())?.number, 1);
    await generations.use(2);
    assert.deepEqual(await states(), ['3 refused', '2 in-use', '1 replaced']);
    await assert.rejects(generations.use(7), HumanError);
    assert.equal(await generations.trainedOutcomes(), 6);
  });

  it('loses no update of two windows: who was compared with what is no longer in use is refused', async () => {
    await prepareGenerations(at());
    const [one, other] = [openGenerations(at()), openGenerations(at())];
    assert.equal((await other.current())?.number, 2);
    const added = await Promise.all([one.add(draft(), smallModel(3), 2), other.add(draft(), smallModel(4), 2)]);
    assert.deepEqual(added.map(({ state }) => state).sort(), ['in-use', 'refused']);
    assert.match(
      english(added.find(({ state }) => state === 'refused')?.result ?? assert.fail()),
      /generation [34] came into use/,
    );
    assert.deepEqual([(await one.current())?.number, (await other.current())?.number], [3, 3]);
    assert.deepEqual(added.map(({ number }) => number).sort(), [3, 4]);
  });

  it('passes over what is damaged, says so once, and needs nothing of it', async () => {
    await prepareGenerations(at());
    const problems: string[] = [];
    const generations = openGenerations(at(), problems);
    const model = at('router', '2', 'model.bin');
    const bytes = await readFile(model);
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1);
    await writeFile(model, bytes);
    assert.equal((await generations.current())?.number, 1);
    assert.equal((await generations.current())?.number, 1);
    assert.deepEqual(await states(), ['2 replaced damaged', '1 in-use']);
    await assert.rejects(generations.use(2), HumanError);
    await writeFile(at('router', '1', 'info.json'), '{}');
    await writeFile(at('router', 'current.json'), 'x');
    assert.equal(await openGenerations(at()).current(), undefined);
    assert.deepEqual(problems.filter((one) => one.startsWith('Generation 2')).length, 1);
    // The next training starts anew.
    assert.equal((await openGenerations(at()).add(draft(), smallModel(5), undefined)).number, 3);
    await rm(at('router'), { recursive: true });
    assert.equal(await generations.current(), undefined);
    assert.equal((await generations.add(draft(), smallModel(5), undefined)).number, 1);
    assert.equal((await generations.current())?.number, 1);
  });

  it('keeps the last ten and the one in use', async () => {
    const generations = openGenerations(at());
    await generations.add(draft(), smallModel(1), undefined);
    for (let seed = 2; seed <= 14; seed++) await generations.add(draft({ accepted: false }), smallModel(seed), 1);
    const kept = (await readdir(at('router'))).filter((name) => name !== 'current.json').map(Number);
    assert.deepEqual(
      kept.sort((a, b) => a - b),
      [1, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
    );
    assert.equal((await generations.current())?.number, 1);
  });
});
