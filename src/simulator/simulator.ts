import { setMaxListeners } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { ORDINARY_COMMUNITIES } from './communities.ts';
import { CommunityState } from './community-state.ts';
import {
  answerRequest,
  FAKE_CREDENTIALS,
  type SimulatorCredentials,
  type Surroundings,
} from './endpoints.ts';
import { bare, receiveRequest, sendAnswer } from './http.ts';
import type { Sleep } from './scenario.ts';
import { SCENARIO_COMMUNITIES } from './scenarios.ts';

/** Never a public address: whoever reaches the simulator may change its communities. */
const LOOPBACK = '127.0.0.1';

export interface SimulatorOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** FAKE_CREDENTIALS by default. */
  readonly credentials?: SimulatorCredentials;
  /** Whether a right Client-Token is demanded, as once it is activated in Z-API's panel. Default true. */
  readonly clientTokenActivated?: boolean;
  /** How slow responses wait; in real time by default. */
  readonly sleep?: Sleep;
}

export interface Simulator {
  /** `http://127.0.0.1:<port>`, what stands before `/instances/...`. */
  readonly url: string;
  readonly credentials: SimulatorCredentials;
  /** How many POSTs to unlink have arrived whole since the start, whatever they were answered. */
  readonly unlinkCalls: () => number;
  /** Puts the communities back to their start. The count goes on. */
  reset(): void;
  /** Frees the port and ends every connection, those kept waiting too. May be called again. */
  close(): Promise<void>;
}

const serve = async (message: IncomingMessage, response: ServerResponse, around: Surroundings) => {
  try {
    sendAnswer(response, await answerRequest(await receiveRequest(message), around));
  } catch {
    // The client left while it wrote, the simulator is closing, or this code has a fault of its own.
    if (message.complete && !around.closing.aborted && !response.headersSent) sendAnswer(response, bare(500));
    else response.destroy();
  }
};

/** Starts the simulator; resolves once it listens, rejects when the port is taken. */
export const startSimulator = async (options: SimulatorOptions = {}): Promise<Simulator> => {
  const {
    port = 0,
    credentials = FAKE_CREDENTIALS,
    clientTokenActivated = true,
    sleep = (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
  } = options;
  const state = new CommunityState([...ORDINARY_COMMUNITIES, ...SCENARIO_COMMUNITIES]);
  const closing = new AbortController();
  // Every slow answer under way listens; past ten of them Node would warn of a leak that is none.
  setMaxListeners(0, closing.signal);
  let unlinkCalls = 0;
  const countUnlink = () => {
    unlinkCalls += 1;
  };
  const around = { credentials, clientTokenActivated, state, countUnlink, closing: closing.signal, sleep };
  const server = createServer((message, response) => void serve(message, response, around));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, LOOPBACK, resolve);
  });
  return {
    url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`,
    credentials,
    unlinkCalls: () => unlinkCalls,
    reset: () => state.reset(),
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        // The only error is "not running": closed already, which is what was asked for.
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
