import { theGuild } from './composers.ts';
import { describeGateway } from './describe-gateway.ts';
import { LIGHT } from './packages.ts';

describeGateway('`@graphql-tools/federation`', {
  compose: theGuild,
  program: {
    file: 'federation-tools.js',
    packages: LIGHT,
    args: ['federation-tools.js'],
    ready: /listening at/,
  },
});
