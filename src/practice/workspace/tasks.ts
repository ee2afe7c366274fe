import { understand } from '../kb/understand.js';
import { dataFiles } from './data.js';
import { houses } from './house.js';

/** A task to try in the practice workspace. */
export interface PracticeTask {
  readonly id: string;
  readonly domain: string;
  readonly prompt: string;
}

const task = (id: string, domain: string, prompt: string): PracticeTask => ({ id, domain, prompt });

/** The tasks in the order in which they tell the story: a wrong rule is mended, a missing skill is made, then there is more to learn. */
export const practiceTasks: readonly PracticeTask[] = [
  task('ledger-total', 'ledger', 'From the ledger export ledger.csv, what is the total booked on account 4411?'),
  task('ledger-largest', 'ledger', 'Which is the largest amount booked in the ledger export ledger.csv?'),
  task('ledger-net', 'ledger', 'Ledger ledger.csv: what do all booked amounts come to in total?'),
  task(
    'ledger-average',
    'ledger',
    'What is the average amount booked on account 4411 in the ledger export ledger.csv?',
  ),
  task('request-errors', 'requests', 'How many errors are in the request log requests.log?'),
  task(
    'request-client-errors',
    'requests',
    'How many errors did client 10.0.0.2 run into according to the request log requests.log?',
  ),
  task('request-top-path', 'requests', 'Which path is requested most in the request log requests.log?'),
  task(
    'sensor-typical',
    'telemetry',
    'What is the typical reading of sensor north in the telemetry file telemetry.csv?',
  ),
  task('sensor-lowest', 'telemetry', 'What is the lowest reading of any sensor in the telemetry file telemetry.csv?'),
  task('stock-pieces', 'inventory', 'How many pieces of valve are in the inventory list inventory.csv?'),
  task('stock-site', 'inventory', 'How many pieces does site Brin hold according to the inventory list inventory.csv?'),
  task('shift-worked', 'shifts', 'How long did Chen work on 2031-05-04 according to the shift log shifts.csv?'),
  task('shift-longest', 'shifts', 'How long was the longest shift of Amara in the shift log shifts.csv?'),
];

/** The right answers of the house, by task. */
export const expectedAnswers = (): Readonly<Record<string, string>> =>
  Object.fromEntries(practiceTasks.map((one) => [one.id, rightAnswer(one)]));

function rightAnswer({ id, domain, prompt }: PracticeTask): string {
  const understood = understand(prompt);
  const house = houses[domain];
  if (!understood || !house) throw new Error(`${id} is no task of the practice workspace`);
  const { kind, asked } = understood;
  return kind.solve(asked, house, dataFiles[asked.file ?? ''] ?? '');
}
