import assert from 'node:assert/strict';
import path from 'node:path';
import { knownSources, rootsOf } from '../../../src/engine/skills/roots.js';

describe('rootsOf', () => {
  const workspace = path.resolve('/ws');
  const userHome = path.resolve('/home/ann');

  it('gives the folders of the workspace before those of the home folder', () => {
    const roots = rootsOf({ workspace, userHome });
    assert.equal(roots.length, knownSources.length);
    const scopes = roots.map(({ scope }) => scope);
    assert.deepEqual(scopes, [...scopes].sort().reverse());
    const claude = roots.filter(({ source }) => source.endsWith('.claude/skills'));
    assert.deepEqual(
      claude.map(({ source, dir, hosts }) => [source, dir, hosts.includes('Claude Code')]),
      [
        ['.claude/skills', path.join(workspace, '.claude', 'skills'), true],
        ['~/.claude/skills', path.join(userHome, '.claude', 'skills'), true],
      ],
    );
  });

  it('leaves out what is switched off, and the home folder when there is none', () => {
    const roots = rootsOf({ workspace, disabled: ['.claude/skills', '~/.agents/skills', 'unknown'] });
    assert.ok(roots.every(({ source, scope }) => scope === 'workspace' && source !== '.claude/skills'));
    assert.ok(roots.some(({ source }) => source === '.agents/skills'));
  });

  it('gives each folder once when the workspace is the home folder', () => {
    const roots = rootsOf({ workspace, userHome: workspace });
    assert.equal(new Set(roots.map(({ dir }) => dir)).size, roots.length);
    assert.equal(roots.find(({ dir }) => dir.endsWith(path.join('.claude', 'skills')))?.source, '.claude/skills');
    assert.ok(roots.some(({ source }) => source === '~/.copilot/skills'));
  });

  it('knows each source once, by a path without tricks', () => {
    assert.equal(new Set(knownSources.map(({ source }) => source)).size, knownSources.length);
    for (const { source, hosts } of knownSources) {
      assert.match(source, /^(?:~\/)?\.[a-z]+(?:\/[a-z]+)?\/skills$/);
      assert.ok(hosts.length > 0);
    }
  });
});
