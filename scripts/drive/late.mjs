// @ts-check
import { errors } from 'playwright-core';

/** For what is tried again when it has not come in time. @param {unknown} error thrown on when it is another */
export function unlessLate(error) {
  if (!(error instanceof errors.TimeoutError)) throw error;
}
