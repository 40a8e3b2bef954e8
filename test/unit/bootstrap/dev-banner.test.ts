import { describe, expect, it } from '@jest/globals';
import { parse } from 'graphql';
import { groupPhoneFormat, isCommunityId } from '../../../src/api/arguments/argument-rules.ts';
import { CURL_EXAMPLE, devBanner } from '../../../src/bootstrap/dev-banner.ts';
import { readSandboxDocument } from '../../../src/bootstrap/sandbox-documents.ts';
import { ORDINARY_COMMUNITIES, ordinaryGroups } from '../../../src/simulator/communities.ts';
import { SCENARIO_COMMUNITIES, SCENARIOS } from '../../../src/simulator/scenarios.ts';

const banner = devBanner('http://127.0.0.1:4321', 'http://127.0.0.1:8765', { open: true });
const [, url, header, data = ''] = banner.match(/^ *curl -sS (\S+) -H '([^']*)' --data '([^']*)'$/m) ?? [];

describe('the banner of development', () => {
  it('says where the API is, and that the simulator is on and where', () => {
    expect(banner).toMatch(/GraphQL API +http:\/\/127\.0\.0\.1:4321\/graphql /);
    expect(banner).toMatch(/Z-API +simulator on, at http:\/\/127\.0\.0\.1:8765;/);
  });

  it('says that a credential is wanted where one is', () => {
    const closed = devBanner('http://127.0.0.1:4321', 'http://127.0.0.1:8765', { open: false });
    expect(closed).toContain(
      "Try it, with a credential added: -H 'x-api-key: ...' or -H 'authorization: Bearer ...':\n",
    );
    expect(banner).toContain('Try it:\n');
  });

  it('gives a curl on one line whose quotes no shell can misread', () => {
    expect(url).toBe('http://127.0.0.1:4321/graphql');
    expect(header).toBe('content-type: application/json');
    expect(JSON.parse(data)).toEqual(CURL_EXAMPLE);
  });

  it.each(SCENARIOS)(
    'lists scenario $communityId, $name, and what it comes to',
    ({ communityId, name, outcome }) => {
      const line = banner.split('\n').find((candidate) => candidate.trim().startsWith(communityId));
      expect(line?.trim().split(/\s+/)).toEqual(
        [communityId, outcome.member, outcome.code, name].filter((word) => word !== null),
      );
    },
  );

  it('explains the groups of the scenarios by ids that the simulator holds', () => {
    const [, phone] = banner.match(/(\d+-group) to /) ?? [];
    const [first] = SCENARIO_COMMUNITIES;
    expect(banner).toContain(`the groups of ...${first?.id.slice(-3)} are`);
    expect(phone).toBe(first?.subGroups.find(({ isGroupAnnouncement }) => !isGroupAnnouncement)?.phone);
  });

  it('lists every scenario once', () => {
    const listed = [...banner.matchAll(/^ {4}(120363000000000\d{3}) /gm)].map(
      ([, communityId]) => communityId,
    );
    expect(listed).toEqual(SCENARIOS.map(({ communityId }) => communityId));
  });
});

describe('the example for curl', () => {
  const { communityId, groupsPhones } = CURL_EXAMPLE.variables;

  it('asks for one ordinary group of a community that the simulator holds and that keeps another', () => {
    const community = ORDINARY_COMMUNITIES.find(({ id }) => id === communityId);
    const phones = community ? ordinaryGroups(community).map(({ phone }) => phone) : [];
    expect(isCommunityId(communityId)).toBe(true);
    expect(groupPhoneFormat.violations(groupsPhones)).toEqual([]);
    expect(groupsPhones).toHaveLength(1);
    expect(phones).toEqual(expect.arrayContaining([...groupsPhones]));
    expect(phones.length).toBeGreaterThan(1);
  });

  it('is one mutation, named UnlinkGroups', () => {
    expect(parse(CURL_EXAMPLE.query).definitions).toMatchObject([
      { kind: 'OperationDefinition', operation: 'mutation', name: { value: 'UnlinkGroups' } },
    ]);
  });

  it('leaves the communities of the Sandbox alone, so that each works once for itself', () => {
    expect(readSandboxDocument('simulator')).not.toContain(communityId);
  });
});
