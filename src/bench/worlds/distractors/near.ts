import type { Distractor } from './distractor.js';

/** Skills that have words of the domains and are about other work in them. */
export const near: readonly Distractor[] = [
  {
    name: 'invoice-pdf-naming',
    description: 'Rename scanned invoices in pdf by vendor and month before they are filed.',
    recipe: ['Put the vendor first and the invoice number last.', 'Ask when the scan cannot be read.'],
  },
  {
    name: 'ledger-archive',
    description: 'Pack the closed ledger of a year and hand it to the auditors.',
    recipe: ['Pack one year at a time.', 'Send the checksum in a message of its own.'],
  },
  {
    name: 'account-opening',
    description: 'Open an account for a new supplier in the bookkeeping program.',
    recipe: ['Two people sign for a new supplier.', 'Test the bank details with a transfer of one cent.'],
  },
  {
    name: 'expense-approval',
    description: 'Check receipts of a business trip and approve the amount.',
    recipe: ['Meals need the names of the guests.', 'Taxis need a reason.'],
  },
  {
    name: 'payment-reminders',
    description: 'Write a reminder to a customer whose account is overdue.',
    text: 'Stay friendly in the first letter and firm in the second. Never threaten in either.',
  },
  {
    name: 'sensor-battery-swap',
    description: 'Plan which sensor gets a new battery on the next tour.',
    recipe: ['Swap what is below a fifth of its charge.', 'Note the date on the lid.'],
  },
  {
    name: 'gauge-calibration',
    description: 'Calibrate the sensor of a pressure gauge against the reference and fill in the form.',
    recipe: ['Warm the gauge up for an hour.', 'Take five points, upwards and downwards.'],
  },
  {
    name: 'telemetry-retention',
    description: 'Decide how long telemetry is kept and delete what is older.',
    recipe: ['Raw data stay for a quarter.', 'Daily figures stay for ten years.'],
  },
  {
    name: 'stocktake-planning',
    description: 'Plan the yearly count of the stock: teams, aisles and scanners.',
    recipe: ['Never let a team count its own aisle.', 'Close the gates before the first scan.'],
  },
  {
    name: 'supplier-ordering',
    description: 'Order new stock from a supplier and follow the delivery.',
    recipe: ['Ask three suppliers above a thousand.', 'Confirm the delivery in writing.'],
  },
  {
    name: 'shelf-labels',
    description: 'Print labels for the rows of shelves at a new site.',
    text: 'Use the matt tape; the glossy one blinds the scanners. One label on each side of the aisle is enough.',
  },
  {
    name: 'rota-drafting',
    description: 'Draft the shift rota of the coming month from the wishes of the team.',
    recipe: ['Fill the nights first.', 'Nobody gets three weekends in a row.'],
  },
  {
    name: 'overtime-requests',
    description: 'Answer a request for overtime and say who has to agree.',
    recipe: ['The head of the team agrees first.', 'On public holidays the works council agrees, too.'],
  },
  {
    name: 'payroll-handover',
    description: 'Hand the payroll folder over to the tax office.',
    recipe: ['Encrypt the folder.', 'Tell the password by telephone.'],
  },
  {
    name: 'meeting-invitations',
    description: 'Send a calendar invitation for a meeting with agenda and room.',
    recipe: ['Put the aim in the first line.', 'Leave five minutes between two meetings.'],
  },
  {
    name: 'holiday-requests',
    description: 'Enter holidays of a colleague and find a stand-in.',
    recipe: ['Ask the stand-in before entering anything.', 'Mark half days with a star.'],
  },
  {
    name: 'release-calendar',
    description: 'Keep the calendar of releases and freezes up to date.',
    text: 'A freeze is announced a fortnight ahead. Whoever needs an exception asks the release manager in person.',
  },
  {
    name: 'asset-disposal',
    description: 'Take an old asset out of service and wipe its disks.',
    recipe: ['Wipe twice, then drill.', 'Keep the certificate of the recycler.'],
  },
  {
    name: 'badge-printing',
    description: 'Print a tag with photo for visitors and new colleagues.',
    recipe: ['Visitors get yellow badges.', 'Badges are collected in the evening.'],
  },
  {
    name: 'git-release-tags',
    description: 'Set a signed tag in git when a version is released.',
    recipe: ['Sign with the key of the team.', 'Write the highlights into the message of the tag.'],
  },
  {
    name: 'commit-messages',
    description: 'Write the message of a commit: subject, reason, reference.',
    recipe: ['Say why, the diff says what.', 'Use the imperative in the subject.'],
  },
  {
    name: 'screenshot-naming',
    description: 'Name screenshots for the manual by screen and language.',
    recipe: ['The language stands last.', 'Crop the window frame away.'],
  },
  {
    name: 'headline-writing',
    description: 'Find a title for a blog post that says what the reader gets.',
    text: 'Write ten, sleep over them, keep one. Questions as headlines promise what the post seldom holds.',
  },
  {
    name: 'url-redirects',
    description: 'Redirect an old page to a new one and test the chain.',
    recipe: ['One hop, never two.', 'Permanent unless the campaign ends.'],
  },
  {
    name: 'log-rotation',
    description: 'Set up rotation and compression of a server log.',
    recipe: ['Rotate by size, not by age.', 'Compress from the second generation on.'],
  },
  {
    name: 'alert-routing',
    description: 'Decide who is paged for errors of which service.',
    recipe: ['The team that deployed last is paged first.', 'Nobody is paged for staging.'],
  },
  {
    name: 'rate-limit-settings',
    description: 'Choose how many requests a client may send to the public interface.',
    recipe: ['Begin with ten per second.', 'Tell clients when they may come back.'],
  },
  {
    name: 'feature-requests',
    description: 'Sort requests of customers for new features and thank them.',
    text: 'Thank first, then ask what they are trying to do. Never promise a release.',
  },
];
