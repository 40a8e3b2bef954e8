import everywhere from '../../../jest.config.js';

/** The tests of Hive Gateway: what the root's tests are run with, and what this folder installs. */
export default {
  ...everywhere,
  rootDir: '../../..',
  roots: ['<rootDir>/test/gateways/hive'],
  testPathIgnorePatterns: ['/node_modules/'],
};
