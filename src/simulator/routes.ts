/** The endpoints of Z-API that are simulated (doc). */
export type Route =
  | { readonly name: 'status'; readonly method: 'GET' }
  | { readonly name: 'communities'; readonly method: 'GET' }
  | { readonly name: 'community-metadata'; readonly method: 'GET'; readonly communityId: string }
  | { readonly name: 'link'; readonly method: 'POST' }
  | { readonly name: 'unlink'; readonly method: 'POST' };

/** A path taken apart: whose instance, and which endpoint. */
export interface Address {
  readonly instanceId: string;
  readonly instanceToken: string;
  readonly route: Route;
}

const FIXED_ROUTES: Readonly<Record<string, Route>> = {
  status: { name: 'status', method: 'GET' },
  communities: { name: 'communities', method: 'GET' },
  'communities/link': { name: 'link', method: 'POST' },
  'communities/unlink': { name: 'unlink', method: 'POST' },
};

/** Decoded one by one, so that an escaped slash stays inside its segment; null when an escape is broken. */
const decodedSegments = (path: string): readonly string[] | null => {
  try {
    return path.split('/').map(decodeURIComponent);
  } catch {
    return null;
  }
};

const routeOf = (segments: readonly string[]): Route | undefined => {
  const [first, communityId] = segments;
  if (first === 'communities-metadata' && communityId && segments.length === 2) {
    return { name: 'community-metadata', method: 'GET', communityId };
  }
  const path = segments.join('/');
  return Object.hasOwn(FIXED_ROUTES, path) ? FIXED_ROUTES[path] : undefined;
};

/** Reads `/instances/{id}/token/{token}/<endpoint>` (doc); null for any other path. Never throws. */
export const addressOf = (path: string): Address | null => {
  const [root, instances, instanceId, token, instanceToken, ...rest] = decodedSegments(path) ?? [];
  if (root !== '' || instances !== 'instances' || token !== 'token') return null;
  if (instanceId === undefined || instanceToken === undefined) return null;
  const route = routeOf(rest);
  return route === undefined ? null : { instanceId, instanceToken, route };
};
