// @ts-check
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { importX } from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';

/** Which folder may not import which: docs/ARCHITECTURE.md shows the same as a picture. */
const layers = [
  {
    target: './src/engine',
    from: ['./src/host', './src/cli', './src/models', './src/bench', './src/practice', './webview-ui'],
  },
  { target: './src/models', from: ['./src/host', './src/cli', './src/bench', './src/practice', './webview-ui'] },
  { target: './src/practice', from: ['./src/host', './src/cli', './src/bench', './src/models', './webview-ui'] },
  { target: './src/cli', from: ['./src/host', './webview-ui'] },
  { target: './src/host', from: ['./src/cli', './webview-ui'] },
  { target: './src/protocol.ts', from: ['./src/host', './src/cli', './src/models', './src/practice', './webview-ui'] },
  { target: './webview-ui', from: './src', except: ['./protocol.ts'] },
  { target: ['./src', './webview-ui', './scripts'], from: './test' },
];

/** A wrapped package and the one file that may import it (the traps are explained there). */
const wrapped = {
  'gray-matter': 'src/engine/skills/frontmatter.ts',
  chokidar: 'src/engine/skills/watcher.ts',
  openai: 'src/models/openai.ts',
  '@vscode/webview-ui-toolkit': 'webview-ui/components.ts',
};

const restricted = (allowed) => ({
  'no-restricted-imports': [
    'error',
    {
      paths: [
        ...(allowed === 'vscode'
          ? []
          : [{ name: 'vscode', message: 'Only src/host and src/extension.ts know VS Code.' }]),
        ...Object.keys(wrapped)
          .filter((name) => name !== allowed)
          .map((name) => ({ name, message: `Only ${wrapped[name]} imports ${name}.` })),
      ],
    },
  ],
});

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', 'skills-template/', 'test/fixtures/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'import-x/no-restricted-paths': ['error', { zones: layers }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/consistent-type-definitions': 'off',
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidReturningFunctions: true },
      ],
      // An environment variable that is set to nothing counts as not set.
      '@typescript-eslint/prefer-nullish-coalescing': ['error', { ignorePrimitives: { string: true } }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'no-console': 'error',
      ...restricted(undefined),
    },
  },
  ...Object.entries(wrapped).map(([name, file]) => ({ files: [file], rules: restricted(name) })),
  { files: ['src/host/**', 'src/extension.ts', 'test/host/**'], rules: restricted('vscode') },
  {
    files: ['test/**'],
    rules: {
      '@typescript-eslint/no-non-null-assertion': 'off',
      // mocha's it() and describe() return promises nobody awaits.
      '@typescript-eslint/no-floating-promises': ['error', { allowForKnownSafeCalls: [] }],
      'no-console': 'off',
    },
  },
  { files: ['scripts/**', 'eslint.config.js'], rules: { 'no-console': 'off', 'import-x/no-default-export': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
