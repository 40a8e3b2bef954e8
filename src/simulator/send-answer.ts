import type { ServerResponse } from 'node:http';
import type { Answer } from './answers.ts';

/** Writes an answer, or does on the wire what stands in its place. */
export const sendAnswer = (response: ServerResponse, answer: Answer): void => {
  switch (answer.kind) {
    case 'whole':
      response
        .writeHead(answer.status, { ...answer.headers, 'content-length': Buffer.byteLength(answer.body) })
        .end(answer.body);
      return;
    case 'hang':
      return;
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'cut-short': {
      const { status, headers, body } = answer.answer;
      const promised = Buffer.byteLength(body) + answer.missingBytes;
      // `connection: close` makes Node end the socket after the last byte instead of keeping it alive.
      response.writeHead(status, { ...headers, 'content-length': promised, connection: 'close' }).end(body);
      return;
    }
  }
};
