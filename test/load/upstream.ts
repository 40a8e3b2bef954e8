import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A Z-API for very many communities, each of one group, that keeps the ground truth: what arrived, and what was done. */
export interface LoadUpstream {
  readonly url: string;
  /** POSTs read whole, for each community. */
  readonly posts: ReadonlyMap<string, number>;
  /** The communities whose group was taken out. */
  readonly done: ReadonlySet<string>;
  /** Plays this from now on, on what arrives. */
  play(player: Player): void;
  /** Listens no more: whoever connects is refused. What is under way goes on. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export interface UpstreamCall {
  readonly kind: 'unlink' | 'metadata' | 'list';
  readonly communityId: string;
  /** Takes the group out. */
  carryOut(): void;
  /** Sends a whole answer; a text is sent as it is. */
  answer(status: number, body: unknown): void;
  /** Answers a read as documented, with what is true now. */
  tellTruth(): void;
  /** Sends a status line and half a body, and closes the connection. */
  breakOff(): void;
  reset(): void;
}

/** What is done with one request; nothing is silence. */
export type Player = (call: UpstreamCall) => void | Promise<void>;

export const communityAt = (ordinal: number) => ({
  id: `1203630${String(ordinal).padStart(11, '0')}`,
  group: `1203631${String(ordinal).padStart(11, '0')}-group`,
});
const announcementOf = (communityId: string) => `9${communityId}-group`;
const groupOf = (communityId: string) => `1203631${communityId.slice(7)}-group`;

export const startLoadUpstream = async (): Promise<LoadUpstream> => {
  const posts = new Map<string, number>();
  const done = new Set<string>();
  let playing: Player = ({ reset }) => reset();

  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    request.on('error', () => {});
    response.on('error', () => {});
    try {
      for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    } catch {
      return;
    }
    const body = Buffer.concat(chunks).toString('utf8');
    const isUnlink = request.method === 'POST';
    const named = /\/communities-metadata\/(\d+)/.exec(request.url ?? '')?.[1];
    const communityId: string = isUnlink ? JSON.parse(body).communityId : (named ?? '');
    if (isUnlink) posts.set(communityId, (posts.get(communityId) ?? 0) + 1);
    const answer: UpstreamCall['answer'] = (status, value) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(typeof value === 'string' ? value : JSON.stringify(value));
    };
    await playing({
      kind: isUnlink ? 'unlink' : named ? 'metadata' : 'list',
      communityId,
      carryOut: () => void done.add(communityId),
      answer,
      tellTruth: () => {
        if (!named) return answer(200, [{ id: communityAt(0).id, name: 'Community' }]);
        const announcement = { name: 'All', phone: announcementOf(named), isGroupAnnouncement: true };
        const group = { name: 'Group', phone: groupOf(named), isGroupAnnouncement: false };
        answer(200, {
          id: named,
          name: 'Community',
          subGroups: done.has(named) ? [announcement] : [announcement, group],
        });
      },
      breakOff: () => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
        response.write('{"succ', () => request.socket.end());
      },
      reset: () => void request.socket.resetAndDestroy(),
    });
  });
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
  };
  await listen(0);
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    posts,
    done,
    play: (player) => {
      playing = player;
    },
    goDown: async () => void server.close(),
    comeBack: () => listen(port),
    close: async () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
