/**
 * How a task is solved by someone who knows the house: a bash script that runs in the task's folder and prints the answer. Each rule of the house it
 * follows is switched on by the variable `house_<rule>`; with all of them off it is what common sense would do.
 */
export interface Solution {
  readonly id: string;
  /** The rules of `bench/houses/<domain>.md` without any of which the answer is wrong. */
  readonly rules: readonly string[];
  readonly script: string;
}

/** @param rules their names, with blanks between them */
export const solution = (id: string, rules: string, script: string): Solution => ({
  id,
  rules: rules.split(' '),
  script,
});
