// @ts-check
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Mocha's usual report on the terminal; the counts and the names of what failed in the file named by MEMENTO_TEST_COUNTS. */
export class CountingReporter extends Mocha.reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Mocha.MochaOptions} [options]
   */
  constructor(runner, options) {
    super(runner, options);
    const file = process.env['MEMENTO_TEST_COUNTS'];
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      const names = this.failures.map((test) => test.fullTitle());
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending, names }));
    });
  }
}
