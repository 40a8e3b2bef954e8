import { COMMUNITY_ID, GROUPS } from '../../contract/z-api/unlinking.ts';
import { jsonAnswer, SUCCESS } from '../../contract/z-api/upstream.ts';
import type { Fault } from '../../support/fault-server.ts';

const ANNOUNCEMENT = '120363019502650977-group';
const NOT_ASKED_FOR = '120363019502650978-group';

/** What `GET communities-metadata` answers when these of the requested groups are linked, and others too. */
export const metadata = (linked: readonly string[]): string =>
  jsonAnswer(200, {
    name: 'A community',
    id: COMMUNITY_ID,
    description: '',
    subGroups: [ANNOUNCEMENT, NOT_ASKED_FOR, ...linked].map((phone) => ({
      name: 'A group',
      phone,
      isGroupAnnouncement: phone === ANNOUNCEMENT,
    })),
  });

/** Answers reads as a healthy Z-API does while these of the requested groups are linked. */
export const healthyReads =
  (linked: readonly string[] = GROUPS): Fault =>
  async ({ request, send, end }) => {
    const head = (await request()).toString('latin1');
    if (head.startsWith('POST ')) send(SUCCESS);
    else if (head.includes('/communities-metadata/')) send(metadata(linked));
    else send(jsonAnswer(200, { connected: true, error: 'You are already connected.' }));
    end();
  };
