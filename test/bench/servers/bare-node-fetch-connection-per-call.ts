import http from 'node:http';
import { serveBare } from './bare-server.ts';
import { forwardByNodeFetch } from './forward-by-node-fetch.ts';

serveBare(forwardByNodeFetch(new http.Agent({ keepAlive: false })));
