// The table of docs/architecture.md, section "Who may import whom". Each comment says what to do instead.
const builtins = { dependencyTypes: ['core'] };
const tests = '[.]test[.]tsx?$';
/** Packages that `lib` may use: small and pure. */
const purePackages = '^node_modules/(zod)/';
const clientLibraries = '^node_modules/(@kubernetes/client-node|undici|prom-client)/';
const react = '^node_modules/(react|react-dom|@xyflow|@tanstack|radix-ui|lucide-react|cmdk)/';

module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      comment:
        'Two files that need each other hold one idea or miss a third: move the shared part to a file of its own.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-unresolvable',
      comment: 'The import names nothing: fix the path, or add the package to package.json.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'lib-is-pure',
      comment:
        'lib holds no I/O, framework or Node built-in: pass data, time and chance in as arguments and do the I/O in server or components.',
      severity: 'error',
      from: { path: '^lib/', pathNot: tests },
      to: { pathNot: ['^lib/', purePackages] },
    },
    {
      name: 'ui-knows-no-domain',
      comment: 'components/ui takes values as props: format them where they are used.',
      severity: 'error',
      from: { path: '^components/ui/', pathNot: tests },
      to: { path: ['^lib/', '^components/(?!ui/)', '^server/', '^app/', '^lab/'] },
    },
    {
      name: 'components-stay-in-the-browser',
      comment: 'Components reach the server through the public API and the stream (components/live), never by import.',
      severity: 'error',
      from: { path: '^components/', pathNot: tests },
      to: { path: ['^server/', '^app/', '^lab/'] },
    },
    {
      name: 'components-use-no-node-builtins',
      comment: 'Components run in browsers: move what needs Node behind an API route.',
      severity: 'error',
      from: { path: '^components/', pathNot: tests },
      to: builtins,
    },
    {
      name: 'adapters-know-only-lib',
      comment: 'Feeds get their settings as arguments and hand out ObjectChange: wire them together in server/start.',
      severity: 'error',
      from: { path: '^server/(kubernetes|nsx)/', pathNot: tests },
      to: { path: ['^server/(engine|stream|config|runtime|start)', '^app/', '^components/', '^lab/'] },
    },
    {
      name: 'adapters-know-not-each-other',
      comment: 'The two planes meet in lib/correlate, nowhere else.',
      severity: 'error',
      from: { path: '^server/(kubernetes|nsx)/', pathNot: tests },
      to: { path: '^server/(kubernetes|nsx)/', pathNot: '^server/$1/' },
    },
    {
      name: 'engine-and-stream-know-no-clients',
      comment: 'The engine sees ObjectChange only: whatever talks to a source belongs in its adapter.',
      severity: 'error',
      from: { path: '^server/(engine|stream)/', pathNot: tests },
      to: {
        path: [
          clientLibraries,
          react,
          '^server/(kubernetes|nsx|config|runtime|start)',
          '^app/',
          '^components/',
          '^lab/',
        ],
      },
    },
    {
      name: 'server-knows-no-screen',
      comment: 'The server hands out data (lib/wire); how it looks belongs in components.',
      severity: 'error',
      from: { path: '^server/', pathNot: tests },
      to: { path: ['^app/', '^components/', '^lab/', react] },
    },
    {
      name: 'app-is-thin',
      comment: 'Routes ask server/runtime and compose components; adapters and the lab are not theirs.',
      severity: 'error',
      from: { path: '^app/', pathNot: tests },
      to: { path: ['^server/(?!runtime[.]ts$)', '^lab/'] },
    },
    {
      name: 'routes-load-no-server',
      comment: 'Every route loads its modules anew: import types alone here, and reach the rest through what runs.',
      severity: 'error',
      from: { path: '^server/runtime[.]ts$' },
      to: { path: '.*', pathNot: '^server/stream/responses[.]ts$', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'instrumentation-starts',
      comment: 'It calls server/start and nothing else.',
      severity: 'error',
      from: { path: '^instrumentation[.]ts$' },
      to: { path: ['^server/(?!start[.]ts$)', '^lab/', '^app/'] },
    },
    {
      name: 'lab-shares-no-code-with-the-product',
      comment: 'A simulator that shares code with the product shares its mistakes: write it again in lab.',
      severity: 'error',
      from: { path: '^lab/' },
      to: { path: ['^app/', '^components/', '^server/', '^lib/'] },
    },
    {
      name: 'product-knows-no-lab',
      comment: 'The product reaches the lab over HTTPS as it would a real control plane; only tests start it.',
      severity: 'error',
      from: { path: '^(app|components|lib|server)/', pathNot: tests },
      to: { path: ['^lab/', '^tests/', '^e2e/', '^bench/'] },
    },
    {
      name: 'e2e-sees-only-the-outside',
      comment: 'End-to-end tests drive the running program and the lab’s control API.',
      severity: 'error',
      from: { path: '^e2e/' },
      to: { path: ['^app/', '^components/', '^server/', '^lib/', '^lab/'] },
    },
    {
      name: 'no-test-packages-in-the-product',
      comment: 'What the product needs at run time belongs in dependencies.',
      severity: 'error',
      from: { path: '^(app|components|lib|server|lab)/', pathNot: [tests, '/conformance/', '^lab/testing/'] },
      to: { dependencyTypes: ['npm-dev'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)([.]next|[.]lab|test-results)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
