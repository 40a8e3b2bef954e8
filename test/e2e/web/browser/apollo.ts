/**
 * Stand-ins for what Apollo serves, for there is no internet in a test. The page's side does what the published
 * @apollo/sandbox 2.7.4 does (`EmbeddedSandbox`, `setupSandboxEmbedRelay`), in other words; bundled in its place, that
 * package itself passed the same tests. The frame's side is not published: its messages are those the package answers, and
 * what it introspects with is a guess.
 */
export const LANDING_PAGE_CDN = 'https://apollo-server-landing-page.cdn.apollographql.com';
export const SANDBOX_CDN = 'https://embeddable-sandbox.cdn.apollographql.com';
export const SANDBOX_FRAME = 'https://sandbox.embed.apollographql.com';

interface EmbedOptions {
  readonly target: string;
  readonly initialEndpoint: string;
  readonly initialState: { readonly document: string };
}

/** What the frame asks of the page it is embedded in. */
interface FrameMessage {
  readonly name: string;
  readonly operationId: string;
  readonly sandboxEndpointUrl: string;
  /** Names `query` and `operationName`, as JSON. */
  readonly introspectionRequestBody: string;
  readonly introspectionRequestHeaders: Readonly<Record<string, string>>;
  readonly endpointUrl: string;
  readonly operation: string;
  readonly operationName: string;
  readonly variables: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Runs in the page, from Apollo's CDN: embeds the frame, which is told endpoint and document by its address, and fetches
 * for it, so that requests come from the page's own origin.
 */
function EmbeddedSandbox({ target, initialEndpoint, initialState }: EmbedOptions): void {
  const origin = 'https://sandbox.embed.apollographql.com';
  const frame = document.createElement('iframe');
  // Not percent-encoded but for the document, as there.
  frame.src = `${origin}/sandbox/explorer?endpoint=${initialEndpoint}&defaultDocument=${encodeURIComponent(initialState.document)}`;
  document.querySelector(target)?.append(frame);
  const tell = (message: unknown) => frame.contentWindow?.postMessage(message, origin);
  const ask = async (url: string, headers: Readonly<Record<string, string>>, body: unknown) => {
    const response = await fetch(url, {
      method: 'POST',
      credentials: 'omit',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.json();
  };
  window.addEventListener('message', async (event: MessageEvent<FrameMessage>) => {
    if (event.origin !== origin) return;
    const { data } = event;
    const { operationId } = data;
    if (data.name === 'ExplorerListeningForHandshake') {
      tell({ name: 'HandshakeResponse', parentHref: window.location.href });
    }
    if (data.name === 'IntrospectionQueryWithHeaders') {
      const { query, operationName } = JSON.parse(data.introspectionRequestBody);
      const answer = await ask(data.sandboxEndpointUrl, data.introspectionRequestHeaders, {
        query,
        operationName,
      });
      tell({ name: 'SchemaResponse', schema: answer.data, operationId });
    }
    if (data.name === 'ExplorerRequest') {
      const { operation: query, variables, operationName } = data;
      const response = await ask(data.endpointUrl, data.headers, { query, variables, operationName });
      tell({ name: 'ExplorerResponse', response, operationId });
    }
  });
  // It looks whether the page has an icon, to give it Apollo's where it has none.
  void fetch(`${window.location.origin}/favicon.ico`);
}

/** What the frame was told, in the order it came. The frame keeps it as `heard`. */
export interface Heard {
  readonly name: string;
  readonly parentHref?: string;
  // biome-ignore lint/suspicious/noExplicitAny: whatever GraphQL answers
  readonly schema?: any;
  // biome-ignore lint/suspicious/noExplicitAny: whatever GraphQL answers
  readonly response?: any;
}

/** Runs in Apollo's frame: greets the page, asks for the schema, and runs the first operation of the document. */
function explore(introspection: string): void {
  const heard: Heard[] = [];
  Object.assign(window, { heard });
  const search = new URLSearchParams(window.location.search);
  const endpoint = search.get('endpoint');
  const operation = search.get('defaultDocument') ?? '';
  const say = (message: object) => window.parent.postMessage(message, '*');
  window.addEventListener('message', ({ data }: MessageEvent<Heard>) => {
    heard.push(data);
    if (data.name === 'HandshakeResponse') {
      say({
        name: 'IntrospectionQueryWithHeaders',
        introspectionRequestBody: JSON.stringify({
          query: introspection,
          operationName: 'IntrospectionQuery',
        }),
        introspectionRequestHeaders: { 'content-type': 'application/json' },
        includeCookies: false,
        sandboxEndpointUrl: endpoint,
        operationId: '1',
      });
    }
    if (data.name === 'SchemaResponse') {
      say({
        name: 'ExplorerRequest',
        operation,
        operationName: /(?:mutation|query) (\w+)/.exec(operation)?.[1],
        variables: {},
        headers: { 'content-type': 'application/json' },
        includeCookies: false,
        endpointUrl: endpoint,
        operationId: '2',
      });
    }
  });
  say({ name: 'ExplorerListeningForHandshake' });
}

export const SANDBOX_SCRIPT = `window.EmbeddedSandbox = ${EmbeddedSandbox};`;

export const framePage = (introspection: string): string =>
  `<!DOCTYPE html><title>Explorer</title><script>(${explore})(${JSON.stringify(introspection)})</script>`;
