/** What every jest configuration of this repository shares. */
export const shared = {
  testEnvironment: 'node',
  testMatch: ['**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  setupFiles: ['reflect-metadata'],
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

const roots = (...folders) => folders.map((folder) => `<rootDir>/test/${folder}`);

/** `npm test` runs the project `quick`; `npm run test:all` runs both. */
export default {
  projects: [
    {
      ...shared,
      displayName: 'quick',
      roots: roots('unit', 'contract', 'e2e'),
      // The browser tests need more than `npm ci` installs, and have a command of their own.
      testPathIgnorePatterns: ['/node_modules/', '/test/e2e/web/'],
    },
    { ...shared, displayName: 'slow', roots: roots('process', 'attacks', 'fuzz', 'load') },
  ],
  testTimeout: 30_000,
  // Every test file loads its own copy of all modules, and V8 frees them late: replace a worker that has grown.
  workerIdleMemoryLimit: '600MB',
};
