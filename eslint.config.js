// @ts-check
import tseslint from 'typescript-eslint';

/** A wrapped package and the one file that may import it (the traps are explained there). */
const wrapped = {
  'gray-matter': 'src/engine/skills/frontmatter.ts',
  fflate: 'src/engine/exchange/zip.ts',
  chokidar: 'src/engine/skills/watcher.ts',
  openai: 'src/models/openai.ts',
  vectra: 'src/engine/read/vectra.ts',
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
  { ignores: ['.dependency-cruiser.cjs', 'dist/', 'out/', 'node_modules/', 'skills-template/', 'test/fixtures/'] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      'no-restricted-syntax': ['error', { selector: 'ExportDefaultDeclaration', message: 'Export by name.' }],
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
  // What is wrapped is measured as it comes.
  { files: ['test/bench/vectors.bench.ts'], rules: restricted('vectra') },
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
  { files: ['scripts/**', 'eslint.config.js'], rules: { 'no-console': 'off', 'no-restricted-syntax': 'off' } },
  { files: ['**/*.js', '**/*.mjs'], ...tseslint.configs.disableTypeChecked },
);
