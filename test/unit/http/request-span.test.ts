import { expect, it } from '@jest/globals';
import { propagation, type TextMapPropagator } from '@opentelemetry/api';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inRequestSpan } from '../../../src/http/request-span.ts';

it('a request is answered although its trace cannot be read', async () => {
  const breaks = () => {
    throw new Error('broken');
  };
  propagation.setGlobalPropagator({ extract: breaks, inject: breaks, fields: () => [] } as TextMapPropagator);
  const request = { headers: { traceparent: 'x' } } as unknown as FastifyRequest;
  expect(await inRequestSpan(request, { statusCode: 200 } as FastifyReply, async () => 7)).toBe(7);
});
