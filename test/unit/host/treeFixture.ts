import type { RunSummary } from '../../../src/engine/events.js';
import type { Quarantined } from '../../../src/engine/exchange/quarantine.js';
import type { BrokenSkill, Diagnostic, LibrarySnapshot, Skill, SkillSource } from '../../../src/engine/skills/skill.js';
import { text } from '../../../src/engine/text.js';
import type { Proposal } from '../../../src/engine/write/proposal.js';
import type { Known } from '../../../src/host/library/folderView.js';
import type { Node } from '../../../src/host/tree/node.js';
import { notGated } from '../../../src/engine/write/gate/report.js';

export const folder = '/work space/project';

export const problem = (severity: Diagnostic['severity'], code = 'made-up'): Diagnostic => ({
  code,
  severity,
  line: 3,
  message: text('Something about it.'),
});

export const skill = (name: string, more: Partial<Skill> = {}): Skill => ({
  name,
  description: `Does ${name}. Use it often.`,
  body: '',
  text: '',
  hash: `hash of ${name}`,
  files: [{ path: 'SKILL.md', hash: 'h', size: 120, executable: false }],
  tree: `tree of ${name}`,
  path: `${folder}/.memento/skills/${name}/SKILL.md`,
  source: 'own',
  diagnostics: [],
  ...more,
});

export const broken = (name: string, source: SkillSource = 'own'): BrokenSkill => ({
  name,
  path: `${folder}/.memento/skills/${name}/SKILL.md`,
  source,
  diagnostics: [problem('error')],
});

export const run = (number: number, used: string | null, more: Partial<RunSummary> = {}): RunSummary => ({
  id: `run-${number}`,
  number,
  task: { prompt: `Task ${number}` },
  status: 'done',
  skill: used,
  version: 1,
  outcome: 'success',
  answer: '',
  simulated: false,
  startedAt: number,
  ms: 1,
  steps: 1,
  toolCalls: 0,
  tokens: null,
  changes: [],
  undone: false,
  proposal: null,
  ...more,
});

export const proposal = (id: string, of: string, more: Partial<Proposal> = {}): Proposal => ({
  id,
  operation: 'rewrite',
  skill: of,
  baseHash: null,
  baseVersion: 1,
  before: '',
  after: '',
  hunks: [],
  summary: 'Handles refunds.',
  runs: [],
  attribution: null,
  model: { label: 'nobody', simulated: false },
  gate: notGated(text('Nothing has been replayed.')),
  state: 'pending',
  createdAt: 1,
  ...more,
});

export const quarantined = (id: string, name: string, more: Partial<Quarantined> = {}): Quarantined => ({
  id,
  name,
  description: `Imported ${name}.`,
  origin: { kind: 'git', source: 'https://example.org/skills', path: name, commit: 'c0ffee' },
  files: [{ path: 'SKILL.md', hash: 'h', size: 80, executable: false }],
  tree: `tree of ${name}`,
  diagnostics: [],
  skipped: [],
  at: 1,
  ...more,
});

export const library = (skills: readonly Skill[], more: Partial<LibrarySnapshot> = {}): LibrarySnapshot => ({
  skills,
  broken: [],
  shadowed: [],
  ...more,
});

export const known = (more: Partial<Known> = {}, standing: Partial<Known['standing']> = {}): Known => ({
  facts: new Map(),
  standing: { toReview: new Set(), locked: new Set(), quarantined: [], published: [], archived: [], ...standing },
  readOnly: {},
  proposals: [],
  runs: [],
  ...more,
});

/** What a row is about, short enough to compare lists of rows. */
export function said(node: Node): string {
  switch (node.kind) {
    case 'folder':
      return `folder ${node.view.name}`;
    case 'group': {
      const { group } = node;
      const name =
        group.type === 'source' ? group.source : group.type === 'domain' ? group.words.join(' ') : group.type;
      return `[${name} ${node.rows.length}${node.rows.length === node.all ? '' : `/${node.all}`}]`;
    }
    case 'skill':
      return node.skill;
    case 'broken':
      return `!${node.broken.name}`;
    case 'import':
      return `import ${node.value.name}`;
    case 'archived':
      return `archived ${node.skill}`;
    case 'proposal':
      return `proposal ${node.proposal}`;
    case 'run':
      return `#${node.value.number}`;
    case 'version':
      return `v${node.version}${node.current ? ' current' : ''}`;
    case 'more':
      return `more ${node.left}`;
    default:
      return node.kind;
  }
}
