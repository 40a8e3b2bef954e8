import { serveBare } from './bare-server.ts';
import { forwardByHttp } from './forward-by-http.ts';

serveBare(forwardByHttp());
