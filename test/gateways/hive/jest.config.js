import { shared } from '../../../jest.config.js';

/** The tests of Hive Gateway: the root's configuration, with what this folder installs. */
export default {
  ...shared,
  testTimeout: 30_000,
  rootDir: '../../..',
  roots: ['<rootDir>/test/gateways/hive'],
  testPathIgnorePatterns: ['/node_modules/'],
};
