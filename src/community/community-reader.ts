import type { Messages } from '../messages/messages.ts';
import type { CommunityMetadata } from '../z-api/community-metadata.ts';
import type { Meaning } from '../z-api/meaning.ts';
import type { CallOptions, ZApiDatasource } from '../z-api/z-api.datasource.ts';
import { CommunityErrorCode } from './errors/community-error-code.enum.ts';
import { ExpectedFailure } from './expected-failure.ts';
import { codeOf } from './upstream-failure.ts';

/** Reads communities for one request, each at most once however often it is asked for. */
export class CommunityReader {
  readonly #zApi: ZApiDatasource;
  readonly #options: CallOptions;
  readonly #messages: Messages;
  readonly #reads = new Map<string, Promise<CommunityMetadata | undefined>>();

  constructor(zApi: ZApiDatasource, options: CallOptions, messages: Messages) {
    this.#zApi = zApi;
    this.#options = options;
    this.#messages = messages;
  }

  /** Undefined when the connected number knows no such community; throws ExpectedFailure when it cannot be read. */
  read(communityId: string): Promise<CommunityMetadata | undefined> {
    const known = this.#reads.get(communityId);
    if (known !== undefined) return known;
    const read = this.#read(communityId);
    this.#reads.set(communityId, read);
    return read;
  }

  async #read(communityId: string): Promise<CommunityMetadata | undefined> {
    const result = await this.#zApi.readCommunity(communityId, this.#options);
    if (result.kind === 'found') return result.value;
    if (result.meaning.kind === 'missing') return undefined;
    const code = codeOfRead(result.meaning);
    throw new ExpectedFailure(this.#messages.errors[code], code);
  }
}

/** A read changes nothing, so one without a trustworthy answer may simply be repeated later. */
const codeOfRead = (meaning: Exclude<Meaning, { kind: 'missing' }>): CommunityErrorCode => {
  switch (meaning.kind) {
    case 'done':
    case 'unknown':
      return CommunityErrorCode.UPSTREAM_UNAVAILABLE;
    case 'refused':
      return CommunityErrorCode.UPSTREAM_PROTOCOL;
    default:
      return codeOf(meaning);
  }
};
