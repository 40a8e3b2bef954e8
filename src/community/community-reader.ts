import type { CommunitySummary } from '../z-api/community-list.ts';
import type { CommunityMetadata } from '../z-api/community-metadata.ts';
import type { ReadResult } from '../z-api/read-result.ts';
import type { CallOptions, ZApiDatasource } from '../z-api/z-api.datasource.ts';

/** The most reads that one request may cause: `communities { items { groups } }` must not flood a WhatsApp number. */
const MAX_READS = 50;

/** Said when a request has used its reads up, or its time while it waited for others' reads. */
const LIMITED = { kind: 'failed', meaning: { kind: 'limited', retryAfterSeconds: 1 } } as const;

/** A read that began and brought nothing in time. */
const UNREACHED = { kind: 'failed', meaning: { kind: 'unknown' } } as const;

/** Lets a read begin when few enough are under way. */
export type ReadLimit = <T>(read: () => Promise<T>) => Promise<T>;

/** Reads communities for one request, each at most once however often it is asked for. */
export class CommunityReader {
  readonly #zApi: ZApiDatasource;
  readonly #options: CallOptions;
  readonly #limit: ReadLimit;
  readonly #known = new Map<string, Promise<ReadResult<CommunityMetadata>>>();
  #reads = 0;

  constructor(zApi: ZApiDatasource, options: CallOptions, limit: ReadLimit) {
    this.#zApi = zApi;
    this.#options = options;
    this.#limit = limit;
  }

  read(communityId: string): Promise<ReadResult<CommunityMetadata>> {
    const known = this.#known.get(communityId);
    if (known !== undefined) return known;
    const read = this.#counted(() => this.#zApi.readCommunity(communityId, this.#options));
    this.#known.set(communityId, read);
    return read;
  }

  list(page: number, pageSize: number): Promise<ReadResult<readonly CommunitySummary[]>> {
    return this.#counted(async () => {
      const result = await this.#zApi.listCommunities(page, pageSize, this.#options);
      return isMissing(result) ? { kind: 'failed', meaning: { kind: 'protocol' } } : result;
    });
  }

  /** Call it when the community may have changed: the next read asks Z-API again. */
  forget(communityId: string): void {
    this.#known.delete(communityId);
  }

  async #counted<T>(read: () => Promise<ReadResult<T>>): Promise<ReadResult<T>> {
    this.#reads += 1;
    if (this.#reads > MAX_READS) return LIMITED;
    const { deadline } = this.#options;
    let late: ReadResult<T> = LIMITED;
    const inTurn = this.#limit(async () => {
      if (deadline.remainingMs() === 0) return LIMITED;
      late = UNREACHED;
      return read();
    });
    return deadline.orElse(inTurn, () => late);
  }
}

/** A community may be missing; a list of them cannot: then it is the route. */
const isMissing = (result: ReadResult<unknown>): boolean =>
  result.kind === 'failed' && result.meaning.kind === 'missing';
