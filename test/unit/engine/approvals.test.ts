import assert from 'node:assert/strict';
import type { ApprovalChoice, ApprovalRequest } from '../../../src/engine/act/approval.js';
import { Approvals } from '../../../src/engine/act/approvals.js';
import { text } from '../../../src/engine/text.js';

type Draft = Omit<ApprovalRequest, 'id' | 'run'>;
const signal = new AbortController().signal;
const command = (subject: string, choices: readonly ApprovalChoice[] = ['once', 'run', 'deny']): Draft => ({
  kind: 'command',
  tool: 'run_command',
  title: text('Run this command?'),
  subject,
  where: '.',
  why: text('Commands are always asked for.'),
  choices,
});
const write = (subject: string): Draft => ({ ...command(subject), kind: 'write', tool: 'write_file' });

/** Approvals answered by the given choices in turn; a question beyond them fails the test. */
function answered(...choices: ApprovalChoice[]): {
  approvals: Approvals;
  asked: ApprovalRequest[];
  told: ApprovalChoice[];
} {
  const asked: ApprovalRequest[] = [];
  const told: ApprovalChoice[] = [];
  const approver = {
    ask: (request: ApprovalRequest): Promise<ApprovalChoice> => {
      asked.push(request);
      const choice = choices[asked.length - 1];
      return choice ? Promise.resolve(choice) : Promise.reject(new Error(`not expected: ${request.subject}`));
    },
  };
  const listener = {
    asked: () => undefined,
    answered: (_: string, __: ApprovalRequest, choice: ApprovalChoice) => void told.push(choice),
  };
  return { approvals: new Approvals('r1', approver, listener), asked, told };
}

describe('approvals', () => {
  it('asks again after "once" and never again in the run after "this run"', async () => {
    const { approvals, asked } = answered('once', 'run');
    assert.equal(await approvals.ask('c1', command('npm test'), signal), true);
    assert.equal(await approvals.ask('c2', command('npm test'), signal), true);
    assert.equal(await approvals.ask('c3', command('npm test'), signal), true);
    assert.deepEqual(
      asked.map(({ id }) => id),
      ['r1/1', 'r1/2'],
    );
  });

  it('covers only the same command in the same folder, but all ordinary writes', async () => {
    const { approvals, asked } = answered('run', 'deny', 'deny', 'run');
    await approvals.ask('c1', command('npm test'), signal);
    assert.equal(await approvals.ask('c2', command('npm test; rm -rf x'), signal), false);
    assert.equal(await approvals.ask('c3', { ...command('npm test'), where: 'sub' }, signal), false);
    await approvals.ask('c4', write('a.txt'), signal);
    assert.equal(await approvals.ask('c5', write('b.txt'), signal), true);
    assert.equal(asked.length, 4);
  });

  it('asks each time where "this run" is not offered, and takes such an answer as a denial', async () => {
    const { approvals, told } = answered('run', 'once');
    const protectedWrite: Draft = { ...write('package.json'), choices: ['once', 'deny'] };
    assert.equal(await approvals.ask('c1', protectedWrite, signal), false);
    assert.equal(await approvals.ask('c2', protectedWrite, signal), true);
    assert.deepEqual(told, ['deny', 'once']);
  });
});
