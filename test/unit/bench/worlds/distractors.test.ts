import assert from 'node:assert/strict';
import { far } from '../../../../src/bench/worlds/distractors/far.js';
import { near } from '../../../../src/bench/worlds/distractors/near.js';
import { seedLibrary } from '../../../../src/bench/worlds/seedLibrary.js';
import { wideWorld } from '../../../../src/bench/worlds/wide.js';
import { lintSkill } from '../../../../src/engine/skills/lint/lintSkill.js';
import { hear } from '../../../../src/practice/kb/house.js';
import { kinds } from '../../../../src/practice/kb/kinds.js';
import { skillsIn } from '../../../../src/practice/model/skillText.js';
import { topicWords } from '../../../../src/practice/words.js';

const { library } = wideWorld('1', 4);
const names = [...near, ...far].map(({ name }) => name);
const vocabulary = new Set(kinds.flatMap(({ texts }) => topicWords(texts.join(' ').replace(/\{\w+\}/g, ' '))));
const telling = ({ name, description }: { readonly name: string; readonly description: string }): number =>
  new Set(topicWords(`${name.replaceAll('-', ' ')} ${description}`).filter((word) => vocabulary.has(word))).size;

describe('distractors of the wide world', () => {
  it('are fifty at least, besides the seed skills', () => {
    assert.ok(names.length >= 50, String(names.length));
    assert.equal(new Set(names).size, names.length);
    assert.deepEqual(Object.keys(library).sort(), [...names, ...Object.keys(seedLibrary)].sort());
    const texts = Object.values(library).map((source) => source.slice(source.indexOf('\n# ')));
    assert.equal(new Set(texts).size, texts.length);
  });

  it('are skills that nothing is to be said against', () => {
    for (const name of names) {
      const parsed = lintSkill({ source: library[name] ?? '', folder: name });
      assert.deepEqual(parsed.diagnostics, [], name);
      assert.ok(parsed.ok && parsed.name === name && parsed.description.length > 20 && parsed.body.length > 40, name);
    }
  });

  it('state no convention of any house, and nothing that the practice model would take for one', () => {
    for (const name of names)
      for (const line of (library[name] ?? '').split('\n')) assert.equal(hear(line), undefined, `${name}: ${line}`);
  });

  it('have recipes about other matters, or none', () => {
    const read = skillsIn(names.map((name) => `<skill name="${name}">\n${library[name] ?? ''}\n</skill>`).join('\n'));
    assert.equal(read.length, names.length);
    const rules = read.map(({ recipe }) => recipe.length);
    assert.ok(rules.includes(0) && rules.filter((count) => count > 0).length > 40);
    assert.ok(read.every(({ description }, index) => description === [...near, ...far][index]?.description));
  });

  it('are near the domains or far from them', () => {
    const strangers = near.filter((one) => telling(one) === 0).map(({ name }) => name);
    assert.deepEqual(strangers, []);
    const average = (some: typeof near) => some.reduce((sum, one) => sum + telling(one), 0) / some.length;
    assert.ok(average(near) > 2 * average(far), `${average(near)} and ${average(far)}`);
  });
});
