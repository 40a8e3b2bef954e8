import { apollo } from './composers.ts';
import { describeGateway } from './describe-gateway.ts';
import { LIGHT } from './packages.ts';

describeGateway('`@apollo/gateway`', {
  compose: apollo,
  program: {
    file: 'apollo-gateway.js',
    packages: LIGHT,
    args: ['apollo-gateway.js'],
    ready: /listening at/,
  },
});
