import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { skillText, until } from '../skills/support.js';
import { useTempFolder } from '../store/temp.js';
import { useDesk } from './desk.js';

describe('what another window decides', () => {
  const desk = useDesk();
  const inTemp = useTempFolder();

  it('is told by itself: trust, locks, imports, proposals and their decisions', async () => {
    const { open, write, propose } = desk();
    await write('ledger');
    const [watching, other] = [await open({ watch: true }), await open()];
    let told = 0;
    watching.onDidChange(() => told++);
    const tells = async (what: string, act: () => Promise<unknown>): Promise<void> => {
      const before = told;
      await act();
      await until(() => told > before);
      assert.ok(told > before, what);
    };
    await tells('trust', () => other.trust(['ledger']));
    await tells('lock', () => other.lock('ledger', true));
    await mkdir(inTemp('pdf'), { recursive: true });
    await writeFile(path.join(inTemp('pdf'), 'SKILL.md'), skillText('pdf'));
    await tells('import', () => other.importSkills(inTemp('pdf'), {}, new AbortController().signal));
    let proposal = '';
    await tells('proposal', async () => {
      proposal = await propose('ledger', skillText('ledger'), skillText('ledger', 'Do it well.\n'));
    });
    await tells('rejection', () => other.reject(proposal, undefined));
    assert.deepEqual([...(await watching.standing()).locked], ['ledger']);
    assert.equal((await watching.proposal(proposal)).state, 'rejected');
  });
});
