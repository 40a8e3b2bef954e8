import { serveBare } from './bare-server.ts';
import { forwardByNodeFetch } from './forward-by-node-fetch.ts';

serveBare(forwardByNodeFetch());
