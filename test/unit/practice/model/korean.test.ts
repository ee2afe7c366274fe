import assert from 'node:assert/strict';
import { lintSkill } from '../../../../src/engine/skills/lint/lintSkill.js';
import { embed } from '../../../../src/practice/embed.js';
import { domainOf } from '../../../../src/practice/model/subject.js';
import { topicWords } from '../../../../src/practice/words.js';
import type { WorldTask } from '../../../../src/practice/world.js';
import { makeWideWorld } from '../../../../src/practice/world/wide.js';
import { solve } from '../support/library.js';
import { askBlame, askCreate } from '../support/librarian.js';
import { inProcess } from '../support/model.js';
import { episode, skillFrom } from '../support/run.js';

const who = { ask: inProcess() };
const isKorean = ({ prompt }: WorldTask): boolean => /\p{Script=Hangul}/u.test(prompt);

/** A Korean request about a request log that fails without a skill. */
async function failed() {
  const { train } = makeWideWorld(1);
  for (const task of train.filter((one) => one.kind === 'requests.errors' && isKorean(one))) {
    const run = await solve(who, task, new Map());
    if (run.answer !== task.check.answer) return episode(run, task.check.answer);
  }
  throw new Error('no such task');
}

describe('practice model and Korean', () => {
  it('sees the topic words of Korean, without particles and common words', () => {
    assert.deepEqual(topicWords('장부에서 계정의 금액은 얼마야?'), ['장부', '계정', '금액']);
    // One syllable before an ending could as well be a part of the word.
    assert.deepEqual(topicWords('회의 자료를 ledger.csv로'), ['회의', '자료', 'ledger', 'csv']);
    assert.deepEqual(embed('오류를'), embed('오류는'));
    assert.ok(embed('오류').some((value) => value !== 0));
  });

  it('knows the domain of a Korean text', () => {
    assert.equal(domainOf('요청 로그와 클라이언트의 오류'), 'requests');
    assert.equal(domainOf('재고표의 품목과 창고'), 'inventory');
    assert.equal(domainOf('꽃다발을 튤립과 장미로'), undefined);
  });

  it('tells an English skill that fits a Korean request from one that does not', async () => {
    const log = skillFrom('---\nname: request-logs\ndescription: Errors in the request log.\n---\n# Logs\n');
    const bread = skillFrom('---\nname: bread\ndescription: Baking bread.\n---\n# Bread\n');
    const one = await failed();
    assert.equal((await askBlame(who, one, undefined, [bread])).cause, 'missing_skill');
    const blame = await askBlame(who, one, bread, [bread, log]);
    assert.deepEqual([blame.cause, blame.skill], ['wrong_skill', 'request-logs']);
    assert.equal((await askBlame(who, one, log, [bread, log])).cause, 'skill_defect');
  });

  it('writes a valid skill that is found by the words of the request and by what they mean', async () => {
    const one = await failed();
    const created = await askCreate(who, [one]);
    assert.ok(created);
    const { name, description, text } = created.skill;
    assert.equal(name, 'errors-request-log');
    for (const word of [...topicWords(one.prompt), 'errors', 'request', 'log'])
      assert.ok(topicWords(description).includes(word), `${word} in ${description}`);
    assert.deepEqual(lintSkill({ source: text, folder: name }).diagnostics, []);
  });
});
