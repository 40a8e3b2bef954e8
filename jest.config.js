export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.test.ts'],
  // They need more than `npm ci` installs, and have commands of their own.
  testPathIgnorePatterns: ['/node_modules/', '/test/e2e/web/', '/test/gateways/'],
  extensionsToTreatAsEsm: ['.ts'],
  setupFiles: ['reflect-metadata'],
  testTimeout: 30_000,
  // Most tests wait for sockets rather than for a core.
  maxWorkers: '100%',
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, useDefineForClassFields: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};
