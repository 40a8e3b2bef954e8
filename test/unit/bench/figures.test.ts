import { describe, expect, it } from '@jest/globals';
import { cpuTable, ratioOf } from '../../bench/measure/cpu.ts';
import { rotated } from '../../bench/measure/rotated.ts';
import { median, quantile } from '../../bench/stats.ts';

describe('a quantile', () => {
  it('is a value, or lies between two neighbours', () => {
    expect(quantile([5, 1, 3], 0.5)).toBe(3);
    expect(quantile([10, 0], 0.25)).toBe(2.5);
    expect(quantile([1, 2, 3, 4], 1)).toBe(4);
    expect(median([])).toBeNaN();
  });
});

describe('the table of CPU time', () => {
  // The machine was twice as slow in the second round, and slower still for one of two in the third.
  const rounds = [
    new Map([
      ['floor', 100],
      ['ours', 300],
    ]),
    new Map([
      ['floor', 200],
      ['ours', 600],
    ]),
    new Map([
      ['floor', 100],
      ['ours', 900],
    ]),
  ];

  it('takes the ratio within each round, and the median of these', () => {
    expect(ratioOf(rounds, 'ours', 'floor')).toBe(3);
  });

  it('has a row for each contender, and a column of ratios for each that was measured', () => {
    expect(cpuTable(rounds, ['floor', 'ours'], ['floor', 'nobody']).split('\n')).toEqual([
      '| CPU of a call | microseconds | half the rounds | of floor |',
      '| --- | ---: | ---: | ---: |',
      '| floor | 100 | 100 - 150 | 1.00 |',
      '| ours | 600 | 450 - 750 | 3.00 |',
    ]);
  });
});

it('each round begins with another contender', () => {
  expect([0, 1, 2, 3].map((round) => rotated(['a', 'b', 'c'], round).join(''))).toEqual([
    'abc',
    'bca',
    'cab',
    'abc',
  ]);
});
