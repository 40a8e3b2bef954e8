import { once } from 'node:events';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { expect, it } from '@jest/globals';
import { ESCOLA } from '../../src/simulator/communities.ts';
import { startSimulator } from '../../src/simulator/simulator.ts';
import { CANARY_ACCESS } from '../support/canaries.ts';
import { startTestService } from '../support/service.ts';

const BODY = JSON.stringify({
  query: `mutation { unlinkGroups(communityId: "${ESCOLA.id}", groupsPhones: ["120363041278650401-group"]) { __typename } }`,
});

it('begins nothing for a request whose body comes after the service was told to stop, and says so', async () => {
  const simulator = await startSimulator({ credentials: CANARY_ACCESS });
  const service = await startTestService({ zApiUrl: simulator.url });
  const socket = net.connect(Number(new URL(service.url).port), '127.0.0.1');
  await once(socket, 'connect');
  const answer = text(socket);
  socket.write(
    `POST /graphql HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n`,
  );
  socket.write(BODY.slice(0, 10));
  // The server must have taken the request in before it is told to stop.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const closed = service.close();
  socket.write(BODY.slice(10));
  expect(await answer).toMatch(/^HTTP\/1\.1 503 [\s\S]*"code":"SHUTTING_DOWN"/u);
  await closed;
  expect(simulator.unlinkCalls()).toBe(0);
  await simulator.close();
});
