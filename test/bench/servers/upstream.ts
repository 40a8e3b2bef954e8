/**
 * A Z-API that says success after so many milliseconds, 0 until it is told another number over IPC. Started with PORT.
 */
import http from 'node:http';

/** More than the connections that are opened at once. */
const BACKLOG = 8_192;

const ANSWER = '{"success":true}';

let delayMs = 0;
process.on('message', (milliseconds: number) => {
  delayMs = milliseconds;
  process.send?.(milliseconds);
});
process.on('disconnect', () => process.exit());

const server = http.createServer({ keepAliveTimeout: 600_000 }, (request, response) => {
  const answer = () => {
    response.setHeader('Content-Type', 'application/json');
    response.end(ANSWER);
  };
  request.resume().on('end', () => (delayMs === 0 ? answer() : setTimeout(answer, delayMs)));
});
server.listen({ host: '127.0.0.1', port: Number(process.env.PORT), backlog: BACKLOG });
