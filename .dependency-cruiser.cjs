// Which folder may import which; docs/ARCHITECTURE.md shows the same as a picture. Run by `npm run lint`.

/** @param {string} name @param {string | string[]} from @param {string | string[]} to */
const never = (name, from, to, except = '^$') => ({
  name,
  severity: 'error',
  from: { path: from, pathNot: except },
  to: { path: to },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      // Two types may mention each other; two modules may not need each other to load.
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    never('engine-is-pure', '^src/engine/', '^(src/(host|cli|models|bench|practice)|webview-ui)/'),
    never('models-serve', '^src/models/', '^(src/(host|cli|bench|practice)|webview-ui)/'),
    never('practice-stands-alone', '^src/practice/', '^(src/(engine|host|cli|bench|models)|webview-ui)/'),
    never('cli-knows-no-editor', '^src/cli/', '^(src/host|webview-ui)/'),
    never('host-knows-no-cli', '^src/host/', '^(src/cli|webview-ui)/'),
    never('protocol-is-types', '^src/protocol\\.ts$', '^(src/(host|cli|models|practice)|webview-ui)/'),
    {
      name: 'panel-knows-the-protocol-only',
      severity: 'error',
      from: { path: '^webview-ui/' },
      to: { path: '^src/', pathNot: '^src/protocol\\.ts$' },
    },
    never('nothing-imports-tests', '^(src|webview-ui|scripts)/', '^test/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
