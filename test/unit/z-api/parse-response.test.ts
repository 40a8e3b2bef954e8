import { describe, expect, it } from '@jest/globals';
import { isRecord, parseAnswer } from '../../../src/z-api/response-bodies.ts';
import { answerOf } from './exchanges.ts';

describe('a parsed answer', () => {
  it('keeps status, body and Retry-After', () => {
    const answer = answerOf(429, '{"a":1}', '7');
    expect(parseAnswer(answer)).toEqual({ ...answer, json: { a: 1 }, fields: { a: 1 }, error: undefined });
  });

  it.each([
    undefined,
    '',
    'null',
    '[]',
    '[{"error":"x"}]',
    '"error"',
    '7',
    'true',
    '<html>',
    '{"error":',
    '{"error":"x"} x',
  ])('has neither fields nor error when the body is %j', (body) => {
    expect(parseAnswer(answerOf(200, body))).toMatchObject({ fields: {}, error: undefined });
  });

  it.each([
    [undefined, undefined],
    ['', undefined],
    ['<html>', undefined],
    ['null', null],
    ['[1]', [1]],
    [' {"a":1} ', { a: 1 }],
  ])('takes the body %j for the JSON %j', (body, json) => {
    expect(parseAnswer(answerOf(200, body)).json).toEqual(json);
  });

  it.each([
    ['NOT_FOUND', 'NOT_FOUND'],
    ['  padded \n', 'padded'],
    ['', ''],
    [null, undefined],
    [false, undefined],
    [404, undefined],
    [{ message: 'x' }, undefined],
    [['x'], undefined],
  ])('takes the error %j for the text %j', (error, text) => {
    expect(parseAnswer(answerOf(200, { error })).error).toBe(text);
  });

  it('is not deceived by a member named __proto__', () => {
    const { error, fields } = parseAnswer(answerOf(200, '{"__proto__":{"error":"x","success":true}}'));
    expect(error).toBeUndefined();
    expect(fields.success).toBeUndefined();
  });
});

it.each([
  [{}, true],
  [{ a: 1 }, true],
  [null, false],
  [undefined, false],
  [[], false],
  ['x', false],
  [1, false],
])('takes %j for a record: %s', (value, expected) => {
  expect(isRecord(value)).toBe(expected);
});
