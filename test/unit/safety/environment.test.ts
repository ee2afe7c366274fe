import assert from 'node:assert/strict';
import { commandEnvironment } from '../../../src/engine/safety/environment.js';

describe('environment of commands', () => {
  it('passes on what programs need and nothing that may be a secret', () => {
    const result = commandEnvironment({
      PATH: '/bin',
      HOME: '/home/me',
      LANG: 'ko_KR.UTF-8',
      OPENAI_API_KEY: 'sk-1',
      GITHUB_TOKEN: 'ghp_1',
      MY_SECRET: 'x',
      SSH_AUTH_SOCK: '/tmp/agent',
      BASH_ENV: '/tmp/evil',
      LD_PRELOAD: '/tmp/evil.so',
      NODE_OPTIONS: '--require /tmp/evil',
      ELECTRON_RUN_AS_NODE: '1',
      MEMENTO_API_KEY: 'k',
      HTTPS_PROXY: 'http://me:pass@proxy:8080',
      HTTP_PROXY: 'http://proxy:8080',
    });
    assert.deepEqual(result, {
      PATH: '/bin',
      HOME: '/home/me',
      LANG: 'ko_KR.UTF-8',
      HTTP_PROXY: 'http://proxy:8080',
      TERM: 'dumb',
      CI: '1',
      NO_COLOR: '1',
      PAGER: 'cat',
      GIT_PAGER: 'cat',
      MANPAGER: 'cat',
      GIT_TERMINAL_PROMPT: '0',
      GIT_EDITOR: 'true',
    });
  });

  it('adds what the caller gives, in a form the system accepts', () => {
    const { ANSWER, LONG, PATH } = commandEnvironment({}, { ANSWER: 'a\0b', LONG: '한'.repeat(50_000) });
    assert.equal(ANSWER, 'ab');
    assert.match(LONG!, /^한+$/);
    assert.ok(Buffer.byteLength(LONG!) <= 100_000);
    assert.ok(PATH);
  });
});
