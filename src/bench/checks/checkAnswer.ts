import type { ChatModel } from '../../engine/ports.js';
import type { Confinement } from '../../engine/replay/confine/confinement.js';
import type { Check, Checked } from '../tasks/benchTask.js';
import { checkExact } from './exact.js';
import { failed, passed } from './feedback.js';
import { checkJson } from './json.js';
import { checkJudge } from './judge.js';
import { checkNumeric } from './numeric.js';
import { checkRegex } from './regex.js';
import { checkSet } from './set.js';
import { checkShell } from './shell.js';

/** What is checked, and with what. */
export interface Given {
  readonly answer: string;
  /** The workspace as the agent left it. No check changes it. */
  readonly folder: string;
  /** What the agent was asked, for a judge. */
  readonly prompt?: string;
  /** Judges, where a check asks for it. */
  readonly model?: ChatModel;
  /** Walls around scripts. */
  readonly confinement?: Confinement;
}

/**
 * Decides whether an answer solves its task. Of `all` and `any` the parts are tried in their order and no further than needed, so what costs
 * nothing is best written first.
 * @throws {HumanError} when it cannot be decided: a check cannot be used, a judge not be asked, the workspace not be copied
 * @throws {CancelledError} when the signal fires; nothing is left running
 */
export async function checkAnswer(check: Check, given: Given, signal: AbortSignal): Promise<Checked> {
  switch (check.type) {
    case 'exact':
      return checkExact(check, given.answer);
    case 'numeric':
      return checkNumeric(check, given.answer);
    case 'regex':
      return checkRegex(check, given.answer, signal);
    case 'set':
      return checkSet(check, given.answer);
    case 'json':
      return checkJson(check, given.answer);
    case 'shell':
      return checkShell(check, given, signal);
    case 'judge':
      return checkJudge(check, given, signal);
    case 'all':
      return checkAll(check.checks, given, signal);
    case 'any':
      return checkAny(check.checks, given, signal);
  }
}

/** Passes when all do; says what was wrong with the first that does not. */
async function checkAll(checks: readonly Check[], given: Given, signal: AbortSignal): Promise<Checked> {
  let judged = false;
  for (const one of checks) {
    const checked = await checkAnswer(one, given, signal);
    judged ||= checked.judged;
    if (!checked.passed) return { ...checked, judged };
  }
  return passed(judged);
}

/** Passes when one does; says what was wrong with each when none does. */
async function checkAny(checks: readonly Check[], given: Given, signal: AbortSignal): Promise<Checked> {
  const wrong: string[] = [];
  let judged = false;
  for (const one of checks) {
    const checked = await checkAnswer(one, given, signal);
    judged ||= checked.judged;
    if (checked.passed) return passed(judged);
    wrong.push(checked.feedback);
  }
  return failed(wrong, judged);
}
