import { nameFor } from '../helpers/pageName.js';
import type { Rules } from '../house.js';
import type { Asked, Kind } from '../kind.js';

type Names = Rules<'case' | 'stop' | 'maxlen'>;

export function namingSlug({ title }: Asked<'title'>, house: Names): string {
  return nameFor(title, house);
}

export function namingDoc({ title }: Asked<'title'>, house: Names): string {
  return `${nameFor(title, house)}.pdf`;
}

export function namingBranch({ title }: Asked<'title'>, house: Names): string {
  return `feature/${nameFor(title, house)}`;
}

export function namingPair({ title, other }: Asked<'title' | 'other'>, house: Names): string {
  return `${nameFor(title, house)} ${nameFor(other, house)}`;
}

/** Requests about names made from titles; they need no file. */
export const naming: readonly Kind[] = [
  {
    id: 'naming.slug',
    domain: 'naming',
    about: 'Page slug of a title.',
    uses: ['case', 'stop', 'maxlen'],
    texts: ['Make the page slug for the title "{title}".', 'What slug do we publish the title "{title}" under?'],
    solver: 'namingSlug',
    solve: namingSlug,
  },
  {
    id: 'naming.doc',
    domain: 'naming',
    about: 'File name of a document.',
    uses: ['case', 'stop', 'maxlen'],
    texts: [
      'Name the document file for the title "{title}" with extension pdf.',
      'Under which file name do we store the pdf document with the title "{title}"?',
    ],
    solver: 'namingDoc',
    solve: namingDoc,
  },
  {
    id: 'naming.branch',
    domain: 'naming',
    about: 'Branch name of a ticket.',
    uses: ['case', 'stop', 'maxlen'],
    texts: ['Name the branch for the ticket with the title "{title}".'],
    solver: 'namingBranch',
    solve: namingBranch,
  },
  {
    id: 'naming.pair',
    domain: 'naming',
    about: 'Page slugs of two titles.',
    uses: ['case', 'stop', 'maxlen'],
    texts: ['Make the page slugs for the titles "{title}" and "{other}", with a space between the slugs.'],
    solver: 'namingPair',
    solve: namingPair,
  },
];
