import type { Distractor } from './distractor.js';

/** Skills about work that has nothing to do with the domains. */
export const far: readonly Distractor[] = [
  {
    name: 'css-grid-layouts',
    description: 'Lay out a web interface with CSS grid instead of floats.',
    recipe: ['Name the areas.', 'Let the content decide about heights.'],
  },
  {
    name: 'docker-image-diet',
    description: 'Make container images smaller with several build stages.',
    recipe: ['Copy the lock file before the sources.', 'Leave compilers in the first stage.'],
  },
  {
    name: 'sql-migrations',
    description: 'Change the schema of a database without stopping the application.',
    recipe: ['Add before you remove.', 'Fill new columns in small batches.'],
  },
  {
    name: 'component-tests',
    description: 'Test user interface components the way a person uses them.',
    recipe: ['Find elements by their role.', 'Wait for what a person would wait for.'],
  },
  {
    name: 'openapi-descriptions',
    description: 'Describe an HTTP interface in OpenAPI with examples.',
    recipe: ['Every operation has an example.', 'Say which fields may be absent.'],
  },
  {
    name: 'accessibility-review',
    description: 'Go through a screen with keyboard and screen reader.',
    recipe: ['Unplug the mouse.', 'Zoom to four times the size.'],
  },
  {
    name: 'translation-glossary',
    description: 'Keep a glossary so that translators choose the same terms.',
    text: 'One term, one meaning. A term that is not translated is listed as well, with the reason.',
  },
  {
    name: 'changelog-entries',
    description: 'Write changelog entries that users understand.',
    recipe: ['Begin with what the user can do now.', 'Leave refactorings out.'],
  },
  {
    name: 'password-policy',
    description: 'Explain to colleagues how to choose and keep passphrases.',
    text: 'Length beats symbols. A manager remembers them, a note on the screen does not.',
  },
  {
    name: 'dependency-updates',
    description: 'Update libraries of a project one by one and watch the tests.',
    recipe: ['Read the notes of the new version.', 'One library for each pull.'],
  },
  {
    name: 'spreadsheet-macros',
    description: 'Replace spreadsheet macros by small scripts.',
    recipe: ['Keep the sheet as input.', 'Show the owner how to start the script.'],
  },
  {
    name: 'email-signatures',
    description: 'Set up the signature of the company in mail programs.',
    recipe: ['No pictures.', 'The telephone number has the country code.'],
  },
  {
    name: 'onboarding-checklist',
    description: 'Prepare the first week of a new colleague.',
    recipe: ['A laptop and a buddy are there in the morning.', 'The first change is merged on the second evening.'],
  },
  {
    name: 'incident-reviews',
    description: 'Hold a review after an outage without blaming anybody.',
    recipe: ['Tell the story in order.', 'Every action has an owner.'],
  },
  {
    name: 'photo-resizing',
    description: 'Scale and compress photographs for the web.',
    recipe: ['Keep the original.', 'Sharpen after scaling.'],
  },
  {
    name: 'video-captions',
    description: 'Add captions to a film and check their timing.',
    recipe: ['Two lines at most.', 'Captions stay until the sentence is over.'],
  },
  {
    name: 'font-licences',
    description: 'Find out whether a typeface may be embedded in an application.',
    text: 'Desktop and embedding are two different licences. Ask the foundry when only one is mentioned.',
  },
  {
    name: 'map-tiles',
    description: 'Serve map tiles from a local cache.',
    recipe: ['Warm the cache along the roads.', 'Name the source of the map in a corner.'],
  },
  {
    name: 'customer-replies',
    description: 'Answer a complaint politely and quickly.',
    recipe: ['Say sorry once.', 'Say what happens next.'],
  },
  {
    name: 'survey-charts',
    description: 'Draw charts of a survey that do not mislead.',
    recipe: ['Bars begin at nought.', 'Write the number of respondents below.'],
  },
  {
    name: 'interview-notes',
    description: 'Take notes in a job interview and rate candidates fairly.',
    recipe: ['Same questions for everybody.', 'Rate before you talk to the others.'],
  },
  {
    name: 'tender-checklist',
    description: 'Put an offer for a public tender together.',
    recipe: ['Answer in the order of the questions.', 'Hand in two mornings early.'],
  },
  {
    name: 'printer-setup',
    description: 'Connect a laptop to the printers on the second floor.',
    recipe: ['Use the driver of the system.', 'Print a test sheet on both sides.'],
  },
  {
    name: 'vpn-access',
    description: 'Give a partner access to the private network.',
    recipe: ['Access ends with the contract.', 'One key for each person.'],
  },
  {
    name: 'backup-restore-drill',
    description: 'Practise restoring a backup on an empty machine.',
    text: 'A backup that nobody has restored is a hope. Stop the clock and write down where you had to guess.',
  },
  {
    name: 'review-etiquette',
    description: 'Review the code of a colleague kindly and thoroughly.',
    recipe: ['Ask instead of ordering.', 'Praise what is good.'],
  },
  {
    name: 'feature-flags',
    description: 'Ship unfinished features behind a switch and remove it in time.',
    recipe: ['A flag has an owner and an end.', 'Test both ways.'],
  },
  {
    name: 'load-tests',
    description: 'Put a service under load and find its knee.',
    recipe: ['Raise the load slowly.', 'Watch the slowest percent.'],
  },
  {
    name: 'press-releases',
    description: 'Write a press release about a new product.',
    recipe: ['The news stands in the first sentence.', 'One quote of one person.'],
  },
  {
    name: 'bread-baking',
    description: 'Scale the dough for the bakery course to the number of guests.',
    recipe: ['Salt is two hundredths of the flour.', 'Let it rest overnight.'],
  },
  {
    name: 'travel-booking',
    description: 'Book trains and hotels for a journey of the team.',
    recipe: ['Trains before planes.', 'Rooms can be cancelled until the evening before.'],
  },
  {
    name: 'plant-care',
    description: 'Water and repot the plants of the office.',
    text: 'Most of them die of too much water. Feel the soil first and trust the finger more than the plan.',
  },
];
