import { benchHelp } from './commands/bench/bench.js';
import { roundsHelp } from './commands/rounds/rounds.js';
import { routerHelp } from './commands/router/router.js';
import { skillsHelp } from './commands/skills/skills.js';
import { t } from './l10n.js';

const calls: Readonly<Record<string, readonly string[]>> = {
  solve: [
    'memento solve "<task>" [--check "<shell>"] [--approve ask|read-only|all] [--review auto|review|shadow] [--tests "<shell>"] [--judge] [--model practice] [--skill NAME|none] [--retry RUN]',
  ],
  feedback: [
    'memento feedback RUN good|bad [--reason "..."] [--answer "..."]',
    'memento feedback RUN bad --cause skill_defect|missing_skill|wrong_skill|execution_lapse|environment|bad_task [--skill NAME]',
  ],
  runs: ['memento runs list | show ID | undo ID'],
  skills: [
    'memento skills init | list | show NAME [VERSION] | lint [PATH...] | trust NAME... | history NAME | restore NAME VERSION',
    'memento skills archive NAME | lock NAME | unlock NAME | adopt NAME | publish NAME | import SRC | discard NAME | export NAME',
  ],
  proposals: [
    'memento proposals list | show ID | accept ID [--hunks 1,3] [--acknowledge-source] | reject ID [--reason "..."] | undo ID',
  ],
  router: [
    'memento router explain "<task>" | train | generations | revert GEN',
    'memento router eval --data DIR [--split test] [--method bm25|usage|trained] [--seed N] [--train-per-skill K|all] ...',
  ],
  rounds: ['memento rounds list | restore N'],
  bench: [
    'memento bench run [--profile quick|full] [--tasks frozen|wide|FILE|DIR] [--model practice] [--conditions none,seed,naive,full] ...',
    'memento bench import FILE --out TASKS.jsonl',
  ],
  doctor: ['memento doctor [--fsck]'],
  practice: ['memento practice DIR'],
};

/** Help for a command and its verb; for everything when no command, or an unknown one, is named. */
export function helpFor(command: string | undefined, verb: string | undefined): string {
  if (command === 'skills') return [skillsHelp(verb), '', sources(), common()].join('\n');
  if (command === 'bench') return [benchHelp(verb), '', common()].join('\n');
  if (command === 'rounds') return [roundsHelp(verb), '', common()].join('\n');
  if (command === 'router') return [routerHelp(verb), '', common()].join('\n');
  const known = command !== undefined && Object.hasOwn(calls, command) ? calls[command] : undefined;
  if (known) return [...known, '', ...(command === 'doctor' ? [sources()] : []), common()].join('\n');
  return [...Object.values(calls).flat(), '', t('“memento COMMAND --help” says more about a command.'), common()].join(
    '\n',
  );
}

const sources = (): string =>
  t(
    'MEMENTO_DISABLED_SOURCES names folders of other agents that are not looked at, separated by commas: {0}',
    '.claude/skills,~/.agents/skills',
  );

const common = (): string => t('--json prints JSON on stdout and nothing else; --folder DIR works in another folder.');
