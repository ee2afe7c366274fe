import assert from 'node:assert/strict';
import fc from 'fast-check';
import { redact, redacted } from '../../../src/engine/safety/redact.js';

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';
const many = (count: number): string => letters.repeat(Math.ceil(count / letters.length)).slice(0, count);

describe('redact', () => {
  const secrets: readonly (readonly [string, string])[] = [
    ['OpenAI key', `sk-proj-${many(40)}`],
    ['Anthropic key', `sk-ant-api03-${many(40)}`],
    ['GitHub token', `ghp_${many(36)}`],
    ['fine-grained GitHub token', `github_pat_${many(40)}`],
    ['GitLab token', `glpat-${many(20)}`],
    ['AWS key id', 'AKIAIOSFODNN7EXAMPLE'],
    ['Slack token', `xoxb-${many(24)}`],
    ['Google key', `AIza${many(35)}`],
    ['npm token', `npm_${many(36)}`],
    ['Hugging Face token', `hf_${many(34)}`],
    ['JWT', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${many(30)}`],
  ];
  for (const [kind, secret] of secrets)
    it(`takes out a ${kind}`, () => {
      const result = redact(`before ${secret} after`);
      assert.equal(result, `before ${redacted} after`);
    });

  it('takes out bearer tokens, passwords in addresses and named values, and keeps their names', () => {
    assert.equal(redact('Authorization: Bearer abc123def456ghi789'), `Authorization: Bearer ${redacted}`);
    assert.equal(redact('postgres://me:hunter22@db/x'), `postgres://me:${redacted}@db/x`);
    assert.equal(redact('aws_secret_access_key = abcdef1234567890ABCDEF'), `aws_secret_access_key = ${redacted}`);
    assert.equal(redact('{"api_key":"0123456789abcdef"}'), `{"api_key":"${redacted}"}`);
  });

  it('takes out private keys, whole and cut off', () => {
    const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${many(70)}\n${many(70)}\n-----END OPENSSH PRIVATE KEY-----`;
    assert.equal(redact(`a\n${key}\nb`), `a\n${redacted}\nb`);
    assert.equal(redact(`a\n${key.slice(0, 100)}`), `a\n${redacted}`);
  });

  it('takes out known secrets in every form they travel in', () => {
    const secret = 'p@ss "word"/1';
    const carried = [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret),
      Buffer.from(secret).toString('base64'),
    ];
    for (const one of carried)
      assert.ok(!redact(`x=${one};`, [secret]).includes(one.replaceAll('"', '').slice(0, 6)), one);
    assert.equal(redact('the cat sat', ['cat', '']), 'the cat sat');
  });

  it('leaves ordinary text and code alone', () => {
    const plain = [
      'Basic understanding of Bearer authentication is assumed.',
      'password: readPassword1FromVault(path)',
      'const secret = process.env.MY_SECRET_1;',
      'the task-oriented sk- prefix, see https://example.com:8080/a@b',
      'commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad',
      'passwords are asked for: 12 times',
    ];
    for (const text of plain) assert.equal(redact(text), text);
  });

  it('never throws and leaves no key, whatever surrounds it (seeded)', () => {
    const secret = fc.constantFrom(
      ...secrets.map(([, value]) => value),
      'Bearer ',
      '://',
      ':x@',
      'password=',
      '\ud800',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(secret, fc.string())), fc.array(fc.string()), (parts, known) => {
        const once = redact(parts.join(' '), known);
        for (const [, value] of secrets) assert.ok(!once.includes(` ${value} `));
        assert.equal(typeof once, 'string');
      }),
      { seed: 77, numRuns: 500 },
    );
  });

  it('stays linear on text made to be slow', () => {
    const nasty = ['-----BEGIN PRIVATE KEY-----', 'api_key=', 'a://', 'Bearer ', 'eyJaaaaaaaaaa.', 'password: '].map(
      (part) => part.repeat(Math.floor(200_000 / part.length)),
    );
    // The limit of the test runner is the assertion: a quadratic pattern needs minutes.
    for (const text of nasty) redact(text);
  });
});
