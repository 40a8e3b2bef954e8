import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * A Z-API whose communities really change: over real HTTP it lists, describes and unlinks, and what it holds is
 * the ground truth of a test. Each endpoint does as documented until a test tells it otherwise.
 */
export interface CommunityServer {
  readonly url: string;
  /** Everything that arrived whole, in order: `POST unlink`, `GET metadata`, `GET communities`, `GET status`. */
  readonly arrived: readonly Arrived[];
  /** How many arrived of one kind, for one community where it is named. */
  count(kind: Kind, communityId?: string): number;
  /** The most requests of one kind that were under way at once, for one community where it is named. */
  mostAtOnce(kind: Kind, communityId?: string): number;
  /** The ids of the groups that a community holds now, the announcement group first; undefined when there is none. */
  linked(communityId: string): readonly string[] | undefined;
  /** Takes groups out, as if by another hand. */
  remove(communityId: string, phones: readonly string[]): void;
  close(): Promise<void>;
}

export type Kind = 'unlink' | 'metadata' | 'communities' | 'status';

export interface Arrived {
  readonly kind: Kind;
  readonly communityId: string | undefined;
  readonly groupsPhones: readonly string[];
}

/** One request, and what may be done with it. */
export interface Play extends Arrived {
  /** How many of its kind, for its community, came before. */
  readonly before: number;
  /** The query of the URL. */
  readonly query: URLSearchParams;
  /** The path of the URL, with what names the instance. */
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  /** Does and answers what this endpoint would without a player. */
  asUsual(): void;
  /** Takes groups out of the community: all that were requested, or those given. */
  carryOut(phones?: readonly string[]): void;
  /** Sends a complete answer; a text is sent as it is, anything else as JSON. */
  answer(status: number, body?: unknown, headers?: Readonly<Record<string, string>>): void;
  /** Tears the connection down with a TCP reset. */
  reset(): void;
}

/** Plays one request; playing nothing is silence. */
export type Player = (play: Play) => void | Promise<void>;

export interface CommunityServerOptions {
  readonly communities: readonly StartingCommunity[];
  readonly unlink?: Player;
  readonly metadata?: Player;
  readonly list?: Player;
  readonly status?: Player;
}

export interface StartingCommunity {
  readonly id: string;
  readonly name?: string;
  readonly announcement: string;
  readonly groups: readonly string[];
}

export const CONNECTED = { connected: true, error: 'You are already connected.', smartphoneConnected: true };

/** A community of so many ordinary groups, with ids of its own. */
export const communityWith = (ordinal: number, groups: number): StartingCommunity => {
  const suffix = String(ordinal).padStart(4, '0');
  const phone = (index: number) => `12036301${suffix}${String(index).padStart(6, '0')}-group`;
  return {
    id: `12036300000000${suffix}`,
    name: `Community ${ordinal}`,
    announcement: phone(0),
    groups: Array.from({ length: groups }, (_, index) => phone(index + 1)),
  };
};

const bodyOf = async (request: http.IncomingMessage): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

const routeOf = ({
  method,
  url = '',
}: http.IncomingMessage): readonly [Kind, string | undefined] | undefined => {
  const [, path = ''] = /^\/instances\/[^/]+\/token\/[^/]+\/([^?]*)/.exec(url) ?? [];
  if (method === 'POST') return path === 'communities/unlink' ? ['unlink', undefined] : undefined;
  if (path === 'communities' || path === 'status') return [path, undefined];
  const [, communityId] = /^communities-metadata\/(\d+)$/.exec(path) ?? [];
  return communityId === undefined ? undefined : ['metadata', communityId];
};

/** Counts what is under way, and remembers the most. */
class Gauge {
  readonly #now = new Map<string, number>();
  readonly #most = new Map<string, number>();

  enter(key: string): void {
    const now = (this.#now.get(key) ?? 0) + 1;
    this.#now.set(key, now);
    this.#most.set(key, Math.max(now, this.most(key)));
  }
  leave(key: string): void {
    this.#now.set(key, (this.#now.get(key) ?? 0) - 1);
  }
  most(key: string): number {
    return this.#most.get(key) ?? 0;
  }
}

const keyOf = (kind: Kind, communityId: string | undefined) => `${kind} ${communityId ?? ''}`;

export const startCommunityServer = async (options: CommunityServerOptions): Promise<CommunityServer> => {
  const communities = new Map(
    options.communities.map((community) => [community.id, { ...community, groups: [...community.groups] }]),
  );
  const arrived: Arrived[] = [];
  const gauge = new Gauge();
  const faults: unknown[] = [];

  const remove = (communityId: string, phones: readonly string[]) => {
    const community = communities.get(communityId);
    if (community) community.groups = community.groups.filter((phone) => !phones.includes(phone));
  };
  const count: CommunityServer['count'] = (kind, communityId) =>
    arrived.filter((one) => one.kind === kind && (communityId ?? one.communityId) === one.communityId).length;

  const usual: Readonly<Record<Kind, (play: Play) => void>> = {
    unlink: ({ carryOut, answer }) => {
      carryOut();
      answer(200, { success: true });
    },
    metadata: ({ communityId = '', answer }) => {
      const community = communities.get(communityId);
      if (community === undefined) return answer(404, { error: 'Community not found' });
      const { id, name, announcement, groups } = community;
      const subGroups = [
        { name, phone: announcement, isGroupAnnouncement: true },
        ...groups.map((phone) => ({ name: `Group ${phone}`, phone, isGroupAnnouncement: false })),
      ];
      answer(200, { name, id, description: null, subGroups });
    },
    communities: ({ query, answer }) => {
      const [page, pageSize] = [Number(query.get('page')), Number(query.get('pageSize'))];
      const items = [...communities.values()].slice((page - 1) * pageSize, page * pageSize);
      answer(
        200,
        items.map(({ id, name }) => ({ id, name })),
      );
    },
    status: ({ answer }) => answer(200, CONNECTED),
  };
  const players: Readonly<Record<Kind, Player | undefined>> = {
    unlink: options.unlink,
    metadata: options.metadata,
    communities: options.list,
    status: options.status,
  };

  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const text = await bodyOf(request);
    const route = routeOf(request);
    if (route === undefined) throw new Error(`no such endpoint: ${request.method}`);
    const [kind, named] = route;
    const sent = text === '' ? {} : JSON.parse(text);
    const communityId: string | undefined = named ?? sent.communityId;
    const groupsPhones: readonly string[] = sent.groupsPhones ?? [];
    const before = count(kind, communityId);
    arrived.push({ kind, communityId, groupsPhones });
    const keys = [...new Set([keyOf(kind, undefined), keyOf(kind, communityId)])];
    for (const key of keys) gauge.enter(key);
    // Under way until it was answered to the last byte or the client left.
    response.once('close', () => {
      for (const key of keys) gauge.leave(key);
    });
    const play: Play = {
      query: new URLSearchParams(request.url?.split('?')[1]),
      path: request.url?.split('?')[0] ?? '',
      headers: request.headers,
      asUsual: () => usual[kind](play),
      kind,
      communityId,
      groupsPhones,
      before,
      carryOut: (phones = groupsPhones) => remove(communityId ?? '', phones),
      answer: (status, body = '', headers = {}) => {
        const plain = typeof body === 'string';
        const type = { 'content-type': plain ? 'text/html' : 'application/json' };
        response.writeHead(status, { ...type, ...headers }).end(plain ? body : JSON.stringify(body));
      },
      reset: () => void request.socket.resetAndDestroy(),
    };
    await (players[kind] ?? usual[kind])(play);
  };

  const server = http.createServer((request, response) => {
    serve(request, response).catch((error) => {
      faults.push(error);
      request.socket.destroy();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    arrived,
    count,
    mostAtOnce: (kind, communityId) => gauge.most(keyOf(kind, communityId)),
    linked: (communityId) => {
      const community = communities.get(communityId);
      return community && [community.announcement, ...community.groups];
    },
    remove,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      if (faults.length > 0) throw faults[0];
    },
  };
};
