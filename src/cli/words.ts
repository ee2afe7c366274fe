import type { RunStatus } from '../engine/events.js';
import type { Source } from '../engine/feedback/signal.js';
import type { Cause } from '../engine/write/attribution.js';
import type { Operation, ProposalState, Provenance } from '../engine/write/proposal.js';
import { t } from './l10n.js';

/** The words of DESIGN.md section 2 for a person; with `--json` the ids themselves are printed. */
export const statusOf = (status: RunStatus): string =>
  ({
    running: t('running'),
    done: t('done'),
    cancelled: t('cancelled'),
    error: t('stopped by an error'),
    interrupted: t('interrupted'),
  })[status];

export const stateOf = (state: ProposalState): string =>
  ({
    pending: t('pending'),
    applied: t('applied'),
    rejected: t('rejected'),
    stale: t('stale'),
    quarantined: t('quarantined'),
  })[state];

export const causeOf = (cause: Cause): string =>
  ({
    skill_defect: t('skill defect'),
    missing_skill: t('missing skill'),
    wrong_skill: t('wrong skill'),
    execution_lapse: t('execution lapse'),
    environment: t('environment'),
    bad_task: t('bad task'),
  })[cause];

export const sourceOf = (source: Source): string =>
  ({
    user: t('you'),
    check: t('check'),
    tests: t('tests'),
    diagnostics: t('diagnostics'),
    implicit: t('your edits'),
    tool: t('tools'),
    limit: t('limit'),
    judge: t('LLM judge'),
  })[source];

/** What a proposal does, with the skill it is about. */
export const operationOf = (operation: Operation, skill: string): string =>
  ({
    rewrite: t('Rewrite {0}', skill),
    create: t('Create {0}', skill),
    split: t('Split off {0}', skill),
    route_fix: t('Change the description of {0}', skill),
    merge: t('Merge into {0}', skill),
    archive: t('Archive {0}', skill),
  })[operation];

/** Where text that is not trusted came from. */
export const originOf = (from: Provenance['from']): string =>
  ({
    web: t('from the web'),
    mcp: t('from an MCP server'),
    outside: t('from outside the workspace'),
    instruction: t('asks to be obeyed or remembered'),
  })[from];

/** Two blanks before each line. */
export const indent = (value: string): string => value.replace(/^/gm, '  ');
