/** Skills as an agent learns them in a world of house conventions. */
export const learnedSkills: readonly { readonly name: string; readonly description: string }[] = [
  [
    'ledger-totals',
    'Monthly totals of ledger bookings: refunds are negative, amounts in cents, months by booking date.',
  ],
  [
    'request-log-errors',
    'Errors in the request log: status 5xx and 429 count as errors, health checks do not; share per hour.',
  ],
  ['shift-hours', 'Hours worked in the shift roster: breaks are not paid, a night shift belongs to the day it begins.'],
  ['telemetry-mean', 'Mean of telemetry sensor readings: a reading of -999 is missing, sensor time is UTC.'],
  ['inventory-stock', 'Stock of inventory parts: reserved parts are not in stock, returns count after inspection.'],
  [
    'ledger-currency',
    'Ledger amounts in another currency: bookings convert at the rate of the month end, refunds as booked.',
  ],
  [
    'request-log-slow',
    'Slow requests in the request log: slower than 800 ms, health checks do not count, per route and hour.',
  ],
  ['shift-swaps', 'Swaps in the shift roster: the roster of the swap day counts, hours go to who worked the shift.'],
  [
    'telemetry-gaps',
    'Gaps in telemetry: two readings of a sensor more than 90 s apart; missing readings are gaps too.',
  ],
  [
    'inventory-orders',
    'Orders of inventory parts: round up to the pack size, parts below the minimum stock are ordered.',
  ],
  ['calendar-quarters', 'Quarters in the calendar: the fiscal year begins in April, weeks are ISO weeks from Monday.'],
  [
    'asset-tag-format',
    'Format of asset tags: site, class, four digits and a check digit; retired tags keep their number.',
  ],
  ['page-naming', 'Names of pages and files: lower case words with hyphens, no articles, the date first.'],
  [
    'calendar-holidays',
    'Holidays in the calendar: a holiday on Sunday moves to Monday, the fiscal calendar of the site counts.',
  ],
  [
    'asset-tag-transfer',
    'Transfer of asset tags: the tag keeps its number, the site changes, retired assets cannot move.',
  ],
  ['ledger-vat', 'Value added tax of ledger bookings: net amounts in cents, refunds negative, rounded per booking.'],
  ['page-archive', 'Names of archived pages and files: the year first, then the name with hyphens in lower case.'],
].map(([name = '', description = '']) => ({ name, description }));

/** Tasks as they occur in such a world. */
export const taskPrompts: readonly string[] = [
  'In ledger.csv, what is the total of March 2026? Give cents.',
  'How many errors does requests.log have between 14:00 and 15:00?',
  'How many hours did Ines work in week 23 according to roster.csv?',
  'What is the mean of sensor T-4 on 3 May in readings.csv, two decimals?',
  'Which parts of stock.csv must be ordered, and how many of each?',
  'On which day does the third fiscal quarter of 2026 end?',
  'What tag does the asset of the next row get, and what is its check digit?',
];
