// @ts-check
import { writeFileSync } from 'node:fs';
import Mocha from 'mocha';

/** Mocha's usual report on the terminal, and the counts in the file named by MEMENTO_TEST_COUNTS. */
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
      if (file) writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
}
