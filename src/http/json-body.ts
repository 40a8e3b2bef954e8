import type { FastifyInstance, FastifyRequest } from 'fastify';

const UTF8 = new TextDecoder('utf-8', { fatal: true });

/** `application/json` in UTF-8 and not compressed is all that is read. */
export const readJsonOnly = (app: FastifyInstance): void => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (request: FastifyRequest, body: Buffer) => {
      if (!isPlainUtf8(request)) throw refusal(415);
      try {
        return JSON.parse(UTF8.decode(body));
      } catch {
        throw refusal(400);
      }
    },
  );
};

const isPlainUtf8 = ({ headers }: FastifyRequest): boolean => {
  const charsets = [...(headers['content-type'] ?? '').matchAll(/;\s*charset\s*=\s*"?([^\s";]*)/gi)];
  return (
    charsets.every(([, charset = '']) => /^utf-?8$/i.test(charset)) &&
    /^identity$/i.test(headers['content-encoding'] ?? 'identity')
  );
};

const refusal = (statusCode: number): Error => Object.assign(new Error('not accepted'), { statusCode });
