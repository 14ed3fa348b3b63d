/** Which folder may know which: see "Map of the folders" in README.md. Tests may import anything. */
const test = '(\\.test|(^|[-/])fakes)\\.tsx?$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'engine-stands-alone',
      comment: 'The engine runs in Node and in workers alike; it knows nothing of the interface.',
      severity: 'error',
      from: { path: '^src/', pathNot: test },
      to: {
        path: ['^app/', '^workers/', '^node_modules/(react|react-dom|d3|d3-[a-z-]+|comlink|zustand|lucide-react)/'],
      },
    },
    {
      name: 'app-knows-only-types-of-workers',
      comment: 'Importing the code of a worker would put tfjs into the first load.',
      severity: 'error',
      from: { path: '^app/', pathNot: test },
      to: { path: '^workers/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'tfjs-only-in-nn',
      severity: 'error',
      from: { path: '^(src|workers|app)/', pathNot: ['^src/nn/', test] },
      // A worker knows the addresses of tfjs's WebAssembly files, which only the bundler can tell.
      to: { path: '^node_modules/@tensorflow/', pathNot: '\\.wasm$' },
    },
    {
      name: 'app-does-not-reach-nn',
      comment: 'src/nn brings tfjs, which must stay in the worker chunks.',
      severity: 'error',
      from: { path: '^app/', pathNot: test },
      to: { path: '^src/nn/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'comlink-only-at-the-worker-boundary',
      severity: 'error',
      from: { path: '^(src|workers|app)/', pathNot: ['^workers/', '^app/engine/', test] },
      to: { path: '^node_modules/comlink/' },
    },
    {
      name: 'no-development-packages-in-the-product',
      severity: 'error',
      from: { path: '^(src|workers|app)/', pathNot: [test, '^src/kernels/(build\\.mjs|assembly)', 'vite-env'] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '\\?(url|worker)' },
    },
    { name: 'not-to-test', severity: 'error', from: { pathNot: test }, to: { path: test } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^src/kernels/(assembly[a-z-]*|build)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
    },
  },
};
