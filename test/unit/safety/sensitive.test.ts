import assert from 'node:assert/strict';
import { isProtected, isSensitive } from '../../../src/engine/safety/sensitive.js';

describe('sensitive files', () => {
  const sensitive = [
    '.env',
    '.env.local',
    'packages/app/.env.production',
    'prod.env',
    '.ENV',
    '.envrc',
    'server.pem',
    'certs/tls.key',
    'id_rsa',
    'keys/id_ed25519',
    'id_ed25519_sk',
    '.npmrc',
    '.netrc',
    '.pypirc',
    '.git-credentials',
    '.git/config',
    'sub/.git/config',
    '.aws/credentials',
    '.ssh/known_hosts',
    '.docker/config.json',
    '.kube/config',
    'client_secret_123.json',
    'service-account.json',
    'secrets.yaml',
    'config/secret.json',
    'api-key.txt',
    'auth.token',
    'tokens.json',
    'terraform.tfstate',
    'passwords',
    '.bash_history',
    'keystore.jks',
  ];
  for (const name of sensitive) it(`asks for ${name}`, () => assert.equal(isSensitive(name), true));

  const ordinary = [
    'README.md',
    'src/tokenizer.ts',
    'src/secrets.ts',
    'src/password-field.tsx',
    '.env.example',
    '.env.sample',
    'src/environment.ts',
    'id_map.ts',
    'src/key.ts',
    'keyboard.json',
    '.git/HEAD',
    '.gitignore',
    'config.json',
    'docs/authentication.md',
    '.memento/skills/deploy/SKILL.md',
  ];
  for (const name of ordinary) it(`does not ask for ${name}`, () => assert.equal(isSensitive(name), false));
});

describe('protected files', () => {
  const active = [
    '.vscode/settings.json',
    '.VSCODE/Settings.json',
    '.vscode/tasks.json',
    'sub/.vscode/launch.json',
    'my.code-workspace',
    'MY.CODE-WORKSPACE',
    '.git/config',
    '.git/hooks/pre-commit',
    '.git',
    '.gitmodules',
    '.gitattributes',
    '.github/workflows/ci.yml',
    '.GitHub/Workflows/ci.yml',
    'package.json',
    'packages/a/package.json',
    '.husky/pre-commit',
    '.bashrc',
    '.env',
  ];
  for (const name of active) it(`asks each time to write ${name}`, () => assert.equal(isProtected(name), true));

  const ordinary = [
    'src/a.ts',
    '.github/README.md',
    'package.ts',
    'vscode/settings.json',
    '.gitignore',
    'docs/workflows/a.yml',
  ];
  for (const name of ordinary) it(`may cover ${name} by "this run"`, () => assert.equal(isProtected(name), false));
});
