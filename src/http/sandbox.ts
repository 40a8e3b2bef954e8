import type { GraphQLServerContext } from '@apollo/server';
import { ApolloServerPluginLandingPageLocalDefault } from '@apollo/server/plugin/landingPage/default';

export interface SandboxPage {
  readonly html: string;
  /** What the page may load, as `Content-Security-Policy`. */
  readonly contentSecurityPolicy: string;
}

/** Makes the page of Apollo Sandbox, embedded, prefilled with a document. */
export type RenderSandbox = () => Promise<SandboxPage>;

export const createSandbox = async (document: string): Promise<RenderSandbox> => {
  const plugin = ApolloServerPluginLandingPageLocalDefault({
    document,
    includeCookies: false,
    footer: false,
    embed: { runTelemetry: false, endpointIsEditable: false },
  });
  // The plugin makes its page of its own options alone.
  const listener = await plugin.serverWillStart?.({} as GraphQLServerContext);
  const page = await listener?.renderLandingPage?.();
  if (page === undefined) throw new Error('Apollo Server makes no landing page');
  return async () => {
    const html = typeof page.html === 'string' ? page.html : await page.html();
    return { html: html.replace(VERSION, '$1'), contentSecurityPolicy: policyFor(html) };
  };
};

/** `@apollo/server@1.2.3`, plain or percent-encoded: which version runs here is nobody's business. */
const VERSION = /((?:@|%40)apollo(?:\/|%2F)server)(?:@|%40)[\w.-]+/g;

const LANDING_PAGE = 'https://apollo-server-landing-page.cdn.apollographql.com';
const SANDBOX_SCRIPT = 'https://embeddable-sandbox.cdn.apollographql.com';
const SANDBOX_FRAME = 'https://sandbox.embed.apollographql.com';

/** The page's own inline parts carry a nonce; all else comes from Apollo, and calls go to this service. */
const policyFor = (html: string): string => {
  const nonce = /nonce="([\da-f]+)"/.exec(html)?.[1];
  return [
    "default-src 'none'",
    `script-src 'nonce-${nonce}' ${SANDBOX_SCRIPT}`,
    `style-src 'nonce-${nonce}' ${SANDBOX_SCRIPT} https://fonts.googleapis.com`,
    'font-src https://fonts.gstatic.com',
    `img-src ${LANDING_PAGE}`,
    `manifest-src ${LANDING_PAGE}`,
    `frame-src ${SANDBOX_FRAME}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
};
