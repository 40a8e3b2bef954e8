import { shared } from '../../../jest.config.js';

/** The browser tests: the root's configuration, with what this folder installs. */
export default {
  ...shared,
  testTimeout: 30_000,
  rootDir: '../../..',
  roots: ['<rootDir>/test/e2e/web/browser'],
  testPathIgnorePatterns: ['/node_modules/'],
};
