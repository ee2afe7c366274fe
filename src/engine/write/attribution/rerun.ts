import type { Replayer } from '../../replay/replayer.js';
import type { CauseInput } from './input.js';

/** Both re-runs draw alike, so that the skill is all that differs between them. The run itself had no seed. */
const otherSeed = 1;

/** A test that was made, and its result. */
export type Tested = 'passed' | 'failed' | 'unreplayable';

/**
 * Does the run again, with the same library, and says so.
 * @param use the skill it is given; `null`: none
 * @throws {HumanError} when the endpoint fails
 * @throws {CancelledError} when the signal fires
 */
export async function rerun(
  { episode, library, replays, emit }: CauseInput,
  replayer: Replayer,
  test: 'again' | 'masked' | 'named',
  use: string | null,
  signal: AbortSignal,
): Promise<Tested> {
  const replay = await replayer.replay({ run: episode.run, skills: library, use, seed: otherSeed }, replays, signal);
  const { spent } = replay;
  const about = test === 'named' && use !== null ? { test, skill: use } : { test };
  if (replay.state === 'unreplayable') {
    emit({ type: 'attribution.tested', ...about, result: 'unreplayable', why: replay.why, spent });
    return 'unreplayable';
  }
  const result = replay.passed ? 'passed' : 'failed';
  emit({ type: 'attribution.tested', ...about, result, spent });
  return result;
}
