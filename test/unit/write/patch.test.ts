import assert from 'node:assert/strict';
import { applyEdits, PatchError } from '../../../src/engine/write/patch.js';

describe('line edits', () => {
  it('replaces, inserts after and deletes by the numbers of the old text', () => {
    const patched = applyEdits('a\nb\nc\nd\n', [
      { op: 'delete', line: 1, old: 'a' },
      { op: 'replace', line: 2, old: 'b', new: 'B' },
      { op: 'insert', line: 2, new: 'b2' },
      { op: 'insert', line: 4, new: 'e' },
    ]);
    assert.equal(patched, 'B\nb2\nc\nd\ne\n');
  });

  it('finds the line a model miscounted when it is the only one that reads so', () => {
    assert.equal(applyEdits('a\nb\nc', [{ op: 'replace', line: 9, old: 'b', new: 'B' }]), 'a\nB\nc');
    assert.throws(() => applyEdits('a\nb\nb', [{ op: 'replace', line: 1, old: 'b', new: 'B' }]), PatchError);
  });

  it('keeps carriage returns and everything outside the edited lines', () => {
    assert.equal(applyEdits('a\r\nb \r\nc', [{ op: 'replace', line: 2, old: 'b', new: 'B' }]), 'a\r\nB\r\nc');
  });

  it('refuses an edit that does not fit', () => {
    assert.throws(() => applyEdits('a\nb', [{ op: 'delete', line: 1, old: 'x' }]), PatchError);
    assert.throws(() => applyEdits('a\nb', [{ op: 'insert', line: 3, new: 'c' }]), PatchError);
    assert.throws(
      () =>
        applyEdits('a\nb', [
          { op: 'delete', line: 1, old: 'a' },
          { op: 'replace', line: 1, old: 'a', new: 'A' },
        ]),
      PatchError,
    );
  });
});
