import assert from 'node:assert/strict';
import { HumanError } from '../../../src/engine/errors.js';
import { userStateDir, workspaceStateDir } from '../../../src/engine/store/paths.js';

describe('userStateDir', () => {
  it('is MEMENTO_HOME on every platform', () => {
    assert.equal(userStateDir({ MEMENTO_HOME: '/data/m/' }, 'linux', '/home/a'), '/data/m/');
    assert.equal(userStateDir({ MEMENTO_HOME: 'D:\\m' }, 'win32', 'C:\\Users\\a'), 'D:\\m');
  });

  it('refuses a relative MEMENTO_HOME and treats an empty one as absent', () => {
    assert.throws(() => userStateDir({ MEMENTO_HOME: 'state' }, 'linux', '/home/a'), HumanError);
    assert.equal(userStateDir({ MEMENTO_HOME: '' }, 'linux', '/home/a'), '/home/a/.local/share/memento');
  });

  it('is the data folder of the platform', () => {
    assert.equal(userStateDir({ XDG_DATA_HOME: '/xdg' }, 'linux', '/home/a'), '/xdg/memento');
    assert.equal(userStateDir({ XDG_DATA_HOME: 'xdg' }, 'linux', '/home/a'), '/home/a/.local/share/memento');
    assert.equal(userStateDir({}, 'freebsd', '/home/a'), '/home/a/.local/share/memento');
    assert.equal(
      userStateDir({ XDG_DATA_HOME: '/xdg' }, 'darwin', '/Users/a'),
      '/Users/a/Library/Application Support/Memento',
    );
    assert.equal(userStateDir({ LOCALAPPDATA: 'C:\\L' }, 'win32', 'C:\\Users\\a'), 'C:\\L\\Memento');
    assert.equal(userStateDir({}, 'win32', 'C:\\Users\\a'), 'C:\\Users\\a\\AppData\\Local\\Memento');
  });
});

describe('workspaceStateDir', () => {
  it('is readable and ends in 12 hex digits', () => {
    assert.match(workspaceStateDir('/s', '/home/a/my-app'), /^\/s\/workspaces\/my-app-[0-9a-f]{12}$/);
    assert.match(workspaceStateDir('/s', '/작업 폴더'), /^\/s\/workspaces\/작업-폴더-[0-9a-f]{12}$/);
    assert.match(workspaceStateDir('/s', '/'), /^\/s\/workspaces\/workspace-[0-9a-f]{12}$/);
    assert.match(workspaceStateDir('C:\\s', 'C:\\work\\app'), /^C:\\s\\workspaces\\app-[0-9a-f]{12}$/);
  });

  it('differs for folders of one name and is the same for one folder written in two ways', () => {
    assert.notEqual(workspaceStateDir('/s', '/a/app'), workspaceStateDir('/s', '/b/app'));
    assert.equal(workspaceStateDir('/s', '/a/app/'), workspaceStateDir('/s', '/a/app'));
    assert.equal(workspaceStateDir('C:\\s', 'c:\\a'), workspaceStateDir('C:\\s', 'C:\\a'));
  });

  it('keeps names harmless and short', () => {
    assert.match(workspaceStateDir('/s', `/${'n'.repeat(200)}`), /^\/s\/workspaces\/n{40}-[0-9a-f]{12}$/);
    assert.match(workspaceStateDir('/s', '/a/..hidden;rm *'), /^\/s\/workspaces\/hidden-rm--[0-9a-f]{12}$/);
  });
});
