import { readdirSync, readFileSync } from 'node:fs';
import { respond } from '../../support/fault-server.ts';

/** An answer of Z-API's, as far as it is known. */
export interface Fixture {
  /** How far to trust it: Z-API's pages, reported from real calls, handled by public clients, nobody knows. */
  readonly mark: 'doc' | 'observed' | 'code' | 'guess';
  readonly source: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** A text is sent as it is, anything else as JSON. `{{Client-Token}}` stands for the header that was received. */
  readonly body: unknown;
}

const FOLDER = new URL('../../fixtures/z-api/', import.meta.url);

/** The names of all fixtures, without `.json`. */
export const fixtureNames = (): readonly string[] =>
  readdirSync(FOLDER).map((file) => file.replace(/\.json$/, ''));

export const readFixture = (name: string): Fixture =>
  JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));

/** The bytes of the answer to a request. */
export const fixtureAnswer = ({ status, headers, body }: Fixture, request: string): string => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const clientToken = /^client-token: *(.*)\r$/im.exec(request)?.[1] ?? 'null';
  return respond(`${status} Any`, headers, text.replaceAll('{{Client-Token}}', clientToken));
};
