import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { languageOf } from '../../../src/http/content-negotiation.ts';

const chosenBy = (acceptLanguage: string) => languageOf({ 'accept-language': acceptLanguage });

describe('the language of an answer', () => {
  it.each([
    'pt-BR',
    'pt-br',
    'PT-br',
    'pt',
    'PT',
    'pt-PT',
    'pt-Latn-BR',
    'pt-*',
    'pt-BR,pt;q=0.9,en-US;q=0.8,en;q=0.7',
    'fr, pt;q=0.1',
    'en;q=0.5,pt',
    'en;q=0.5, pt; q=0.7',
    'en;q=0.5, pt ; Q=0.7',
    'en;q=0, pt;q=0.001',
    'pt, en',
    'pt-BR, *',
    '*;q=0.1, pt',
    'pt\t',
  ])('is Portuguese for %j', (acceptLanguage) => {
    expect(chosenBy(acceptLanguage)).toBe('pt-BR');
  });

  it.each([
    'en',
    'EN-us',
    'en-US,en;q=0.9,pt-BR;q=0.8,pt;q=0.7',
    'en-US, pt-BR',
    'pt;q=0.5, en;q=0.7',
    'pt; q=0.5, en;q=0.7',
    'pt;q=0, en;q=0.001',
    'pt;q=0',
    'pt;q=-1',
    'pt;q=much',
    '*',
    '*, pt;q=0.5',
    'en;q=0, *;q=0',
    'de-DE, fr;q=0.9',
    'es',
    'ptx',
    'x-pt',
    'pt_BR',
    '__proto__, constructor, toString',
    '',
    ' ',
    ',',
    ',,,;;;===',
    ';q=1',
    'Ã£ \x7f',
  ])('is English for %j', (acceptLanguage) => {
    expect(chosenBy(acceptLanguage)).toBe('en');
  });

  it('is English where nothing is asked for', () => {
    expect(languageOf({})).toBe('en');
  });

  it('is one of the two, whatever the header holds', () => {
    const bits = fc.constantFrom('pt', 'en', '-', ',', ';', 'q=', '0.5', '*', ' ', 'é', '"');
    const header = fc.oneof(
      fc.string(),
      fc.array(bits).map((some) => some.join('')),
    );
    fc.assert(fc.property(header, (acceptLanguage) => ['en', 'pt-BR'].includes(chosenBy(acceptLanguage))));
  });
});
