/** The layers of src, from the top down. A module imports only from its own folder and from layers below. */
const LAYERS = [
  ['cli', 'tools'],
  ['main'],
  ['server'],
  ['bootstrap'],
  ['http', 'metrics', 'config'],
  ['graphql'],
  ['schema'],
  ['api'],
  ['z-api'],
  ['store'],
  ['auth'],
  ['i18n'],
  ['utils'],
];

/** Modules that stand beside the layers and share no code with them, and the layers that may import them. */
const APART = [
  { name: 'client', importers: [] },
  { name: 'simulator', importers: ['main', 'cli', 'tools', 'server', 'bootstrap'] },
];

/** Which modules may import a library; all others may not. */
const LIBRARIES = [
  { name: 'fastify', packages: 'fastify|@fastify/.+', importers: ['server', 'http'] },
  {
    name: 'GraphQL',
    packages: 'graphql|type-graphql|class-validator|@apollo/.+|@graphql-tools/.+|@graphql-inspector/.+',
    importers: ['tools', 'server', 'config', 'http', 'graphql', 'schema', 'api'],
  },
  { name: 'type-graphql', packages: 'type-graphql', importers: ['graphql', 'schema', 'api'] },
  { name: 'node-fetch', packages: 'node-fetch', importers: ['z-api'] },
  { name: 'prom-client', packages: 'prom-client', importers: ['metrics'] },
  // The SDK is the operator's choice: the service uses the API alone.
  { name: 'OpenTelemetry SDK', packages: '@opentelemetry/(?!api$|api/).+', importers: [] },
];

const modules = (names) => `^src/(${names.join('|')})(/|\\.ts$)`;
const layered = LAYERS.flat();

const layerRules = LAYERS.flatMap((layer, index) =>
  layer.map((name) => ({
    name: `${name}-imports-downwards`,
    severity: 'error',
    from: { path: modules([name]) },
    to: {
      path: modules(
        LAYERS.slice(0, index + 1)
          .flat()
          .filter((other) => other !== name),
      ),
    },
  })),
);

const apartRules = APART.flatMap(({ name, importers }) => [
  {
    name: `${name}-imports-itself-only`,
    severity: 'error',
    from: { path: modules([name]) },
    to: { path: '^src/', pathNot: modules([name]) },
  },
  {
    name: `${name}-is-imported-by-${importers.join('-') || 'nobody'}`,
    severity: 'error',
    from: { path: '^src/', pathNot: modules([name, ...importers]) },
    to: { path: modules([name]) },
  },
]);

const libraryRules = LIBRARIES.map(({ name, packages, importers }) => ({
  name: `${name.toLowerCase().replaceAll(' ', '-')}-stays-in-its-layer`,
  severity: 'error',
  from: { path: '^src/', ...(importers.length > 0 && { pathNot: modules(importers) }) },
  to: { path: `^node_modules/(@types/)?(${packages})(/|$)` },
}));

export default {
  forbidden: [
    {
      name: 'every-module-has-a-layer',
      severity: 'error',
      from: {},
      to: { path: '^src/', pathNot: modules([...layered, ...APART.map(({ name }) => name)]) },
    },
    ...layerRules,
    ...apartRules,
    ...libraryRules,
    {
      name: 'client-runs-in-browsers-and-brings-no-library',
      severity: 'error',
      from: { path: modules(['client']) },
      to: { pathNot: modules(['client']) },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-cycles-of-folders', severity: 'error', scope: 'folder', from: {}, to: { circular: true } },
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^test/' },
  },
};
