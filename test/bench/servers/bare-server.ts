import http from 'node:http';
import type { UnlinkCall } from './unlink-call.ts';

/** A server of node:http alone: reads a call, has it forwarded, and answers with the text of Z-API's answer. */
export const serveBare = (forward: (call: UnlinkCall) => Promise<string>): void => {
  const answer = async (request: http.IncomingMessage, response: http.ServerResponse) => {
    try {
      const { communityId, groupsPhones } = JSON.parse(await textOf(request));
      const body = await forward({ communityId, groupsPhones });
      response.setHeader('Content-Type', 'application/json');
      response.end(body);
    } catch {
      response.statusCode = 502;
      response.end();
    }
  };
  http.createServer(answer).listen(Number(process.env.PORT), '127.0.0.1');
};

export const textOf = (message: http.IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = '';
    message
      .setEncoding('utf8')
      .on('data', (chunk: string) => {
        text += chunk;
      })
      .on('end', () => resolve(text))
      .on('error', reject);
  });
