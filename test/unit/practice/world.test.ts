import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { understand } from '../../../src/practice/kb/understand.js';
import { heldOut, isRight, makeWorld, type World, type WorldTask } from '../../../src/practice/world.js';

/** One number for everything a world holds. */
function digest({ train, test }: World): string {
  const hash = createHash('sha256');
  for (const { id, kind, prompt, files, check } of [...train, ...test])
    hash.update(JSON.stringify([id, kind, prompt, files, check.answer]));
  return hash.digest('hex');
}

/** One test task of world 1 for each kind and its answer, as the prototype of this world gave them. */
const answers = [
  ['Ledger ledger.csv: add up the amounts of account 7088 and report the total.', '896.40'],
  ['Ledger ledger.csv: report the largest single booked amount.', '956.6'],
  ['Sum up the whole ledger export ledger.csv over all accounts.', '6104.05'],
  ['What is the average amount booked on account 6203 in the ledger export ledger.csv?', '474.34'],
  ['What is the typical reading of sensor deck in the telemetry file telemetry.csv?', '24.44'],
  ['Telemetry telemetry.csv: report the peak sensor reading.', '9999.00'],
  ['What is the lowest reading of any sensor in the telemetry file telemetry.csv?', '-999.00'],
  ['Over all sensors, what is the typical reading in the telemetry file telemetry.csv?', '22.59'],
  ['Inventory inventory.csv: report the total stock of bolt in pieces.', '240'],
  ['Inventory inventory.csv: count the rows whose stock is over the minimum.', '6'],
  ['Which site has the most inventory rows in inventory.csv?', 'Dunn'],
  ['How many pieces does site Cove hold according to the inventory list inventory.csv?', '108'],
  ['Shift log shifts.csv: report the working time of Chen on 2031-05-03.', '0'],
  ['How many shifts in the shift log shifts.csv belong to 2031-05-05?', '4'],
  ['Shift log shifts.csv: report the duration of the longest shift worked by Chen.', '470'],
  ['What is the working time of Chen over the whole shift log shifts.csv?', '1130'],
  ['Which calendar date is 12 working days after 2031-12-11?', '29/12/2031'],
  ['How many calendar days are there from 2031-07-12 to 2031-07-17?', '6'],
  ['Calendar: give the first day of the week that contains 2031-02-27.', '23/02/2031'],
  ['How many working days does the calendar have from 2031-10-13 to 2031-11-19?', '28'],
  ['Write the asset tag for serial number 55380.', '0553803'],
  ['Decode the asset tag 0357862 into its serial number.', '35786'],
  ['Is the asset tag 0466934 valid, yes or no?', 'no'],
  ['Which asset tag comes right after 0556986?', '0556990'],
  ['Make the page slug for the title "Harbor a lantern".', 'harbor-lantern'],
  [
    'Name the document file for the title "Signal lantern harbor meadow copper lantern" with extension pdf.',
    'signal-lantern-h.pdf',
  ],
  [
    'Name the branch for the ticket with the title "Lantern ridge atlas ember quiet copper".',
    'feature/lantern-ridge-at',
  ],
  [
    'Make the page slugs for the titles "Harbor the pepper" and "Meadow velvet tundra canyon atlas harbor", with a space between the slugs.',
    'harbor-pepper meadow-velvet-tu',
  ],
  ['Request log requests.log: count the errors.', '7'],
  ['How many requests did client 10.0.0.1 send according to the request log requests.log?', '4'],
  ['Request log requests.log: name the path with the most requests.', '/cart'],
  ['How many errors did client 10.0.0.2 run into according to the request log requests.log?', '3'],
] as const;

describe('practice world', () => {
  it('holds the tasks and answers it always held', () => {
    const { test } = makeWorld(1);
    for (const [prompt, answer] of answers) {
      const task = test.find((one) => one.prompt === prompt);
      assert.equal(task?.check.answer, answer, prompt);
    }
    // The digests are those of the prototype this world was taken over from: a whole world may not change by a byte.
    assert.equal(digest(makeWorld(1)), '5e8d49f40d5edf8bc448286daee162c06786a0bec5c97bd12916caa09b3a0581');
    assert.equal(digest(makeWorld(2)), '9861e1dd36dfa0b897e9bf974b5bd5bb10e5dcbe61cf4c7ca121dda945430615');
    assert.equal(
      digest(makeWorld(1, { drifted: true })),
      'f583e2a684a04746217c0a1a3180c6869af40f22eccd0d306db434d2f231d5a4',
    );
  });

  it('asks only what can be understood, and nothing twice', () => {
    const { train, test } = makeWorld(4);
    for (const { prompt, kind } of [...train, ...test]) assert.equal(understand(prompt)?.kind.id, kind, prompt);
    const trained = new Set(train.map(fingerprint));
    assert.ok(test.filter((task) => trained.has(fingerprint(task))).length <= 1);
  });

  it('keeps some kinds for the test', () => {
    const { train, test } = makeWorld(1, { train: 8, test: 8 });
    assert.equal(train.length, 64);
    assert.ok(train.every(({ kind }) => !heldOut.has(kind)));
    assert.deepEqual(new Set(test.filter(({ kind }) => heldOut.has(kind)).map(({ kind }) => kind)), heldOut);
  });

  it('changes conventions of four domains under drift', () => {
    const [before, after] = [makeWorld(5), makeWorld(5, { drifted: true })];
    const changed = [...before.houses].flatMap(([domain, house]) =>
      JSON.stringify(house) === JSON.stringify(after.houses.get(domain)) ? [] : [domain],
    );
    assert.ok(changed.length > 1);
    assert.ok(changed.every((domain) => ['ledger', 'telemetry', 'inventory', 'shifts'].includes(domain)));
  });

  it('accepts the right answer only', () => {
    const task = makeWorld(1).test[0]!;
    assert.ok(isRight(task, ` ${task.check.answer}\n`));
    assert.ok(!isRight(task, `${task.check.answer}0`));
  });
});

const fingerprint = ({ prompt, files }: WorldTask): string => JSON.stringify([prompt, files]);
