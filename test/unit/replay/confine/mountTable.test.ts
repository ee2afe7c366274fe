import assert from 'node:assert/strict';
import { mountTable } from '../../../../src/engine/replay/confine/mountTable.js';
import type { View } from '../../../../src/engine/replay/confine/view.js';

/** A container: packages on a disk of their own that may not run programs, one file of /etc put in from outside. */
const mountInfo = `21 1 0:20 / / rw,relatime - overlay overlay rw
22 21 0:21 / /opt ro,nosuid,noexec - ext4 /dev/b rw
23 21 0:22 /hosts /etc/hosts rw,relatime - ext4 /dev/a rw
24 21 0:23 / /opt/with\\040space rw - tmpfs tmpfs rw
25 21 0:24 / /optional rw,noexec - tmpfs tmpfs rw
`;
const view: View = {
  folders: [
    { from: '/etc', seen: '/etc', writable: false },
    { from: '/opt', seen: '/opt', writable: false },
    { from: '/optional', seen: '/optional', writable: false },
    { from: '/t/my copy', seen: '/home/ann/house', writable: true },
  ],
  links: [],
  masked: ['/etc/shadow'],
};

describe('the table of mounts', () => {
  const lines = mountTable(view, '/t/root', '/t/dev', mountInfo).split('\n');
  const lineOf = (place: string): number => lines.findIndex((line) => line.split(' ')[1] === place);

  it('begins with the root, which nobody may write', () => {
    assert.equal(lines[0], '/t/root /t/root none bind,ro 0 0');
  });

  it('covers what is mounted inside a folder once more, read-only, after the folder', () => {
    assert.equal(lines[lineOf('/t/root/etc')], '/etc /t/root/etc none rbind,nosuid,nodev,ro 0 0');
    assert.equal(lines[lineOf('/t/root/etc/hosts')], '/etc/hosts /t/root/etc/hosts none bind,nosuid,nodev,ro 0 0');
    assert.ok(lineOf('/t/root/etc/hosts') > lineOf('/t/root/etc'));
    assert.equal(
      lines[lineOf('/t/root/opt/with\\040space')],
      '/opt/with\\040space /t/root/opt/with\\040space none bind,nosuid,nodev,ro 0 0',
    );
  });

  it('repeats what the machine does not let go of, for this folder and not for one of a like name', () => {
    assert.equal(lines[lineOf('/t/root/opt')], '/opt /t/root/opt none rbind,nosuid,nodev,ro,noexec 0 0');
    assert.equal(lines[lineOf('/t/root/optional')], '/optional /t/root/optional none bind,nosuid,nodev,ro,noexec 0 0');
  });

  it('lets the copy be written, whatever its name', () => {
    assert.equal(
      lines[lineOf('/t/root/home/ann/house')],
      '/t/my\\040copy /t/root/home/ann/house none bind,nosuid,nodev,rw 0 0',
    );
  });

  it('hides the passwords', () => {
    assert.equal(lines[lineOf('/t/root/etc/shadow')], '/dev/null /t/root/etc/shadow none bind 0 0');
    assert.ok(lineOf('/t/root/etc/shadow') > lineOf('/t/root/etc'));
  });
});
