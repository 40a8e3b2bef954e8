import { theGuild } from '../composers.ts';
import { describeGateway } from '../describe-gateway.ts';
import { HIVE } from '../packages.ts';

describeGateway('Hive Gateway', {
  compose: theGuild,
  toNeighbours: ['x-request-id'],
  program: {
    file: 'hive-gateway.config.ts',
    packages: HIVE,
    args: ['node_modules/.bin/hive-gateway', 'supergraph', '--config-path', 'hive-gateway.config.ts'],
    ready: /Listening on/i,
  },
});
