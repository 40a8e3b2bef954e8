import type { InitializeHook, ResolveHook } from 'node:module';

let client: string;

export const initialize: InitializeHook<string> = (url) => {
  client = url;
};

export const resolve: ResolveHook = async (specifier, context, nextResolve) => {
  const resolved = await nextResolve(specifier, context);
  return resolved.url.endsWith('/src/z-api/fetch.js') ? { ...resolved, url: client } : resolved;
};
