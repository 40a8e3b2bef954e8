import { httpRequest } from '../http-request.ts';
import { foreignProtocols } from '../raw/foreign-protocols.ts';
import { brokenChunks, brokenLengths } from '../raw/framing.ts';
import { brokenHeaders } from '../raw/headers.ts';
import { noise } from '../raw/noise.ts';
import { anyBody, anyRequestLine, HOST, JSON_TYPE, lengthOf, type Write } from '../raw/parts.ts';
import { brokenRequestLines } from '../raw/request-lines.ts';

/** What a bare socket can send: noise, and HTTP broken in its lines, headers, chunks and lengths. */
export const rawBytes: Write = (random, headers) => {
  const bytes = random.one(WAYS)(random, headers);
  return random.chance(0.8) ? bytes : bytes.subarray(0, random.below(bytes.length + 1));
};

const BROKEN = [brokenRequestLines, brokenHeaders, brokenChunks, brokenLengths] as const;

/** Several requests on one connection, none of them waiting for the answer before. */
const pipelines: Write = (random, headers) =>
  Buffer.concat(
    random.times(random.between(2, 6), () => {
      if (random.chance(0.3)) return random.one([noise, ...BROKEN])(random, headers);
      const body = anyBody(random);
      return httpRequest(anyRequestLine(random), [HOST, JSON_TYPE, ...headers, lengthOf(body)], body);
    }),
  );

const WAYS: readonly Write[] = [noise, ...BROKEN, pipelines, foreignProtocols];
