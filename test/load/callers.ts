import http from 'node:http';
import { communityAt, type LoadUpstream } from './upstream.ts';

/** What a caller got. */
export interface Answer {
  /** The HTTP status; 0 when the caller hung up, or the connection broke. */
  readonly status: number;
  /** The member of the result, or what stands for one: `errors`, or `none`. */
  readonly member: string;
  readonly code: string | undefined;
  /** What the groups were said to be, once each. */
  readonly groups: readonly string[];
  readonly milliseconds: number;
}

export interface Callers {
  /** Sends any body as a GraphQL request; `maxWaitMs` is when the caller hangs up. */
  send(body: string, maxWaitMs?: number): Promise<Answer>;
  /** Asks to unlink the one group of the community with this ordinal. */
  unlink(ordinal: number, maxWaitMs?: number): Promise<Answer>;
  /** Closes the connections that are kept. */
  rest(): void;
}

const UNLINK = `mutation ($id: ID!, $phones: [String!]!) { result: unlinkGroups(communityId: $id, groupsPhones: $phones) {
  __typename
  ... on UnlinkSuccess { groups { status } }
  ... on UnlinkPartialSuccess { groups { status } }
  ... on UnlinkRejectedError { groups { status } }
  ... on UnlinkOutcomeUnknownError { groups { status } }
  ... on CommunityError { code }
} }`;

export const openCallers = (url: string): Callers => {
  let agent = new http.Agent({ keepAlive: true });
  const send: Callers['send'] = (body, maxWaitMs) => {
    const startedAt = performance.now();
    return new Promise((resolve) => {
      const settle = (status: number, text: string) =>
        resolve({ status, ...reading(text), milliseconds: performance.now() - startedAt });
      const request = http.request(
        `${url}/graphql`,
        { agent, method: 'POST', headers: { 'content-type': 'application/json' } },
        (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (chunk) => {
            text += chunk;
          });
          response.on('end', () => settle(response.statusCode ?? 0, text)).on('error', () => settle(0, ''));
        },
      );
      request.on('error', () => settle(0, ''));
      if (maxWaitMs !== undefined) setTimeout(() => request.destroy(), maxWaitMs).unref();
      request.end(body);
    });
  };
  return {
    send,
    unlink: (ordinal, maxWaitMs) => {
      const { id, group } = communityAt(ordinal);
      return send(JSON.stringify({ query: UNLINK, variables: { id, phones: [group] } }), maxWaitMs);
    },
    rest: () => {
      agent.destroy();
      agent = new http.Agent({ keepAlive: true });
    },
  };
};

const reading = (text: string): Pick<Answer, 'member' | 'code' | 'groups'> => {
  if (text === '') return { member: 'none', code: undefined, groups: [] };
  const { data, errors } = JSON.parse(text);
  const result = data?.result;
  if (errors || !result) return { member: 'errors', code: errors?.[0].extensions?.code, groups: [] };
  const statuses: string[] = (result.groups ?? []).map(({ status }: { status: string }) => status);
  return { member: result.__typename, code: result.code, groups: [...new Set(statuses)] };
};

/** What an answer to an unlink says that is not so; undefined when it tells the truth. */
export const untruthOf = (
  answer: Answer,
  ordinal: number,
  { done, posts }: LoadUpstream,
): string | undefined => {
  const { id } = communityAt(ordinal);
  const wasDone = done.has(id);
  if ((posts.get(id) ?? 0) > 1) return 'sent more than once';
  switch (answer.member) {
    case 'none':
      return undefined;
    case 'UnlinkSuccess':
      return wasDone ? undefined : 'done, it said, and was not';
    case 'UnlinkOutcomeUnknownError':
      return !wasDone && answer.groups.includes('NOT_LINKED') ? 'out, it said, and was not' : undefined;
    default:
      return wasDone ? `not done, it said, and was: ${answer.member}` : undefined;
  }
};
