import { REQUEST_ID_HEADER } from './request-id.ts';

/** What every answer says of itself: nothing is to be cached, and texts and media types are as the request asks. */
export const answerHeaders = (requestId: string) => ({
  [REQUEST_ID_HEADER]: requestId,
  vary: 'Accept-Language, Accept',
  'cache-control': 'no-store',
});
