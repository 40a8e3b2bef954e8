import { bare, json, type WholeAnswer } from './http.ts';

/** The flag of link and unlink: true when it worked, false when it did not, no reason given (doc). */
export const successFlag = (success: boolean): WholeAnswer => json(200, { success });

/** The failure flag of sibling endpoints (doc). */
export const VALUE_FALSE = json(200, { value: false });

/** `GET /status` of a healthy instance: the `error` text is no failure, `connected` decides (doc). */
export const CONNECTED = json(200, {
  connected: true,
  error: 'You are already connected.',
  smartphoneConnected: true,
});

/** Not connected to WhatsApp. The text is documented for `GET /status`; on other calls it is a guess. */
export const NOT_CONNECTED = json(400, { error: 'You are not connected.' });

/** The session must be restored. As above: text doc, here a guess; 200 because it is seen with either. */
export const SESSION_TO_RESTORE = json(200, { error: 'You need to restore the session.' });

/** The subscription has ended; every endpoint answers this, whatever it does (observed). */
export const SUBSCRIPTION_ENDED = json(400, {
  error: 'To continue sending a message, you must subscribe to this instance again',
});

/** The phone went silent while it was asked (observed: the middle of the text; the rest is made up). */
export const STALLED = json(400, { error: 'Your smartphone is not responding, try again later' });

/** The activated Client-Token was not sent (observed). */
export const CLIENT_TOKEN_MISSING = json(400, { error: 'your client-token is not configured' });

/**
 * The Client-Token is not the account's (observed). The answer echoes the secret that was sent. An
 * older wording of the documentation prints `null not allowed` when none was sent (doc).
 */
export const clientTokenNotAllowed = (sent: string | undefined): WholeAnswer =>
  json(403, { error: sent === undefined ? 'null not allowed' : `Client-Token ${sent} not allowed` });

/** The caller's address is not on the allow-list (the body: doc; the status: guess). */
export const ipNotAllowed = (address: string): WholeAnswer => json(403, { error: `${address} not allowed` });

/** Wrong instance id or instance token (code; some clients expect 404). */
export const INSTANCE_NOT_FOUND = json(400, { error: 'Instance not found' });

/** No such route: a failure that comes with status 200 (observed). */
export const UNKNOWN_ROUTE = json(200, {
  error: 'NOT_FOUND',
  message: 'Unable to find matching target resource method',
});

/** Wrong method (the status: doc; that the body is empty: guess). `Allow` because HTTP demands it. */
export const wrongMethod = (allowed: string): WholeAnswer => bare(405, { allow: allowed });

/** A POST without a JSON Content-Type (the status: doc and observed; that the body is empty: guess). */
export const WRONG_CONTENT_TYPE = bare(415);

/** A body larger than the simulator keeps (guess: Z-API's own limit is not known). */
export const TOO_LARGE = bare(413);

/** A bad value in the body (the text stands on a sibling's page: doc; here a guess). */
export const INVALID_PHONE = json(400, { error: 'Invalid phone' });

/** The number knows no such community (guess: nothing is documented). */
export const COMMUNITY_NOT_FOUND = json(404, { error: 'Community not found' });
