import assert from 'node:assert/strict';
import { lintReach } from '../../../../src/engine/write/operations/reach.js';

const requests = {
  own: ['Total of the ledger', 'Largest amount booked in the ledger'],
  others: ['Peak of the sensor', 'Title of the page', 'Longest shift of the week', 'Stock in the inventory'],
};

describe('how far a description reaches', () => {
  const claimed = (after: string, before = ''): string => {
    try {
      lintReach(before, after, requests);
      return '';
    } catch (error) {
      return /are not: (.*)\. Say/.exec((error as Error).message)?.[1] ?? 'another error';
    }
  };

  it('is too far when it gathers four words of other tasks, and more than of its own', () => {
    assert.equal(claimed('For any sensor, shift, page or inventory.'), 'sensor, shift, page, inventory');
    assert.equal(claimed('For any sensor, shift or page.'), '', 'three');
    assert.equal(claimed('For ledgers: total, amount, booked; any sensor, shift, page or stock.'), '', 'as many');
    assert.equal(
      claimed('For ledgers: total, amount; any sensor, shift, page or stock.'),
      'sensor, shift, page, stock',
    );
  });

  it('is free in words that no request holds, and in those that its own hold as well', () => {
    assert.equal(claimed('Accounting conventions of this company, for bookkeepers, auditors and their clients.'), '');
    lintReach('', 'For any sensor, shift, page or inventory.', {
      own: ['The sensor, shift, page and inventory of today'],
      others: requests.others,
    });
  });

  it('looks only at what is new', () => {
    const before = 'For any sensor, shift, page or inventory.';
    assert.equal(claimed(`${before} Also for weeks.`, before), '');
    assert.equal(
      claimed('Sensors, shifts, pages and stock of the week.', 'For any page.'),
      'sensors, shifts, stock, week',
    );
  });
});
