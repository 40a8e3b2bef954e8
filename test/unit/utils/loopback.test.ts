import { describe, expect, it } from '@jest/globals';
import { isLoopback } from '../../../src/utils/loopback.ts';

describe('isLoopback', () => {
  it.each([
    ['localhost', true],
    ['127.0.0.1', true],
    ['127.255.1.2', true],
    ['[::1]', true],
    ['::1', true],
    ['0.0.0.0', false],
    ['[::]', false],
    ['10.0.0.1', false],
    ['127.0.0.1.example.com', false],
    ['1127.0.0.1', false],
    ['127.0.0.', false],
    ['127.0.0.1000', false],
    ['localhost.example.com', false],
    ['notlocalhost', false],
    ['', false],
  ])('takes %j for loopback: %s', (host, expected) => {
    expect(isLoopback(host)).toBe(expected);
  });
});
