import everywhere from '../../jest.config.js';

/** The tests of gateways: what the root's tests are run with, and what this folder installs. */
export default {
  ...everywhere,
  rootDir: '../..',
  roots: ['<rootDir>/test/gateways'],
  // Installs more than all others together, and is run by a command of its own.
  testPathIgnorePatterns: ['/node_modules/', '/test/gateways/hive/'],
};
