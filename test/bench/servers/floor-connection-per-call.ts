import http from 'node:http';
import { serveBare } from './bare-server.ts';
import { forwardByHttp } from './forward-by-http.ts';

serveBare(forwardByHttp(new http.Agent({ keepAlive: false })));
