import { shared } from '../../jest.config.js';

/** The tests of gateways: the root's configuration, with what this folder installs. */
export default {
  ...shared,
  testTimeout: 30_000,
  rootDir: '../..',
  roots: ['<rootDir>/test/gateways'],
  // Installs more than all others together, and is run by a command of its own.
  testPathIgnorePatterns: ['/node_modules/', '/test/gateways/hive/'],
};
