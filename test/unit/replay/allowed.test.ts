import assert from 'node:assert/strict';
import type { ApprovalChoice, ApprovalRequest } from '../../../src/engine/act/approval.js';
import type { RunEvent, RunEventBody } from '../../../src/engine/events.js';
import { allowedIn, commandKey } from '../../../src/engine/replay/allowed.js';
import { text } from '../../../src/engine/text.js';

type Asked = Pick<ApprovalRequest, 'kind' | 'subject'> & Partial<ApprovalRequest>;

/** Events of a run in which these things were asked and answered. */
function eventsOf(...asked: readonly (readonly [Asked, ApprovalChoice])[]): RunEvent[] {
  const bodies = asked.flatMap(([one, choice], index): RunEventBody[] => {
    const request: ApprovalRequest = {
      ...{ id: `r/${index}`, run: 'r', tool: 't', title: text('t'), where: '.', why: text('w') },
      ...{ choices: ['once', 'run', 'deny'], ...one },
    };
    return [
      { type: 'approval.asked', call: 'c', request },
      { type: 'approval.answered', call: 'c', id: request.id, choice },
    ];
  });
  return bodies.map((body, index) => ({ ...body, run: 'r', seq: index + 1, at: 0 }));
}

describe('what was allowed in a run', () => {
  it('is each command as it stood, in its folder, and the programs of it', () => {
    const allowed = allowedIn(
      eventsOf(
        [{ kind: 'command', subject: 'node a' }, 'once'],
        [{ kind: 'command', subject: 'ls | sort', where: 'sub' }, 'run'],
        [{ kind: 'command', subject: 'curl x' }, 'deny'],
        [{ kind: 'read', subject: '.env' }, 'once'],
        [{ kind: 'read', subject: 'key.pem' }, 'deny'],
        [{ kind: 'write', subject: 'a' }, 'once'],
      ),
    );
    assert.deepEqual(
      [...allowed.commands],
      [commandKey({ where: '.', subject: 'node a' }), commandKey({ where: 'sub', subject: 'ls | sort' })],
    );
    assert.deepEqual([...allowed.programs].sort(), ['ls', 'node', 'sort']);
    assert.deepEqual([...allowed.denied], [commandKey({ where: '.', subject: 'curl x' })]);
    assert.deepEqual([...allowed.reads], ['.env']);
    assert.deepEqual([allowed.everything, allowed.writes], [false, false]);
  });

  it('lets a denial win over an approval of the same command', () => {
    const once = { kind: 'command', subject: 'node a' } as const;
    assert.equal(allowedIn(eventsOf([once, 'once'], [once, 'deny'])).commands.size, 0);
    assert.equal(allowedIn(eventsOf([once, 'deny'], [once, 'once'])).commands.size, 0);
  });

  it('takes no command that was shown with escapes: the escapes could also be meant', () => {
    const hidden = { kind: 'command', subject: 'node a\\u202e', choices: ['once', 'deny'] } as const;
    assert.deepEqual([...allowedIn(eventsOf([hidden, 'once'])).commands], []);
  });

  it('knows that writes were allowed for the run', () => {
    assert.equal(allowedIn(eventsOf([{ kind: 'write', subject: 'a' }, 'run'])).writes, true);
  });
});
