import everywhere from '../../../jest.config.js';

/** The browser tests: what the root's tests are run with, and what this folder installs. */
export default {
  ...everywhere,
  rootDir: '../../..',
  roots: ['<rootDir>/test/e2e/web/browser'],
  testPathIgnorePatterns: ['/node_modules/'],
};
