import type { ExchangeObserver } from '../../utils/service-observer.ts';
import { type ReadResult, wasNotTried } from '../../z-api/meaning.ts';
import type { CommunityMetadata, CommunitySummary } from '../../z-api/response-bodies.ts';
import type { CallOptions, ZApiDatasource } from '../../z-api/z-api.datasource.ts';
import type { CommunityLoader } from '../context/operation-context.ts';
import type { ReadLimits } from '../context/tenant.ts';

/** The most reads that one request may cause: `communities { items { groups } }` must not flood a WhatsApp number. */
export const MAX_READS = 50;

const limited = (retryAfterSeconds: number) =>
  ({ kind: 'failed', meaning: { kind: 'limited', retryAfterSeconds } }) as const;

/** Said when a request has used its reads up, or its time while it waited for others' reads. */
const LIMITED = limited(1);

/** A read that began and brought nothing in time. */
const UNREACHED = { kind: 'failed', meaning: { kind: 'unknown' } } as const;

/** Reads communities for one request, each at most once however often it is asked for. */
export class CommunityReader implements CommunityLoader {
  readonly #zApi: ZApiDatasource;
  readonly #makeOptions: () => CallOptions;
  readonly #limits: ReadLimits;
  readonly #known = new Map<string, Promise<ReadResult<CommunityMetadata>>>();
  #reads = 0;
  #options: CallOptions | undefined;

  /** @param makeOptions is asked once, when something is read: most requests read nothing. */
  constructor(zApi: ZApiDatasource, makeOptions: () => CallOptions, limits: ReadLimits) {
    this.#zApi = zApi;
    this.#makeOptions = makeOptions;
    this.#limits = limits;
  }

  read(communityId: string): Promise<ReadResult<CommunityMetadata>> {
    const known = this.#known.get(communityId);
    if (known !== undefined) return known;
    const read = this.#counted((options) => this.#zApi.readCommunity(communityId, options));
    this.#known.set(communityId, read);
    return read;
  }

  list(page: number, pageSize: number): Promise<ReadResult<readonly CommunitySummary[]>> {
    return this.#counted(async (options) => {
      const result = await this.#zApi.listCommunities(page, pageSize, options);
      return isMissing(result) ? { kind: 'failed', meaning: { kind: 'protocol' } } : result;
    });
  }

  async #counted<T>(read: (options: CallOptions) => Promise<ReadResult<T>>): Promise<ReadResult<T>> {
    this.#reads += 1;
    if (this.#reads > MAX_READS) return LIMITED;
    this.#options ??= this.#makeOptions();
    const options = this.#options;
    const { deadline } = options;
    let late: ReadResult<T> = LIMITED;
    const { inTurn: takeTurn, perMinute } = this.#limits;
    const inTurn = takeTurn(async () => {
      if (deadline.remainingMs() === 0) return LIMITED;
      const pauseSeconds = await perMinute.spend();
      if (pauseSeconds !== undefined) return limited(pauseSeconds);
      late = UNREACHED;
      const result = await read(this.#countingRepeats(options));
      if (result.kind === 'failed' && wasNotTried(result.meaning)) await perMinute.refund();
      return result;
    });
    return deadline.orElse(inTurn, () => late);
  }

  /** A repeated attempt is one more read of the instance. */
  #countingRepeats(options: CallOptions): CallOptions {
    const countRepeat: ExchangeObserver = ({ attempt }) => {
      if (attempt > 1) void this.#limits.perMinute.spend();
    };
    return { ...options, observers: [countRepeat, ...(options.observers ?? [])] };
  }
}

/** A community may be missing; a list of them cannot: then it is the route. */
const isMissing = (result: ReadResult<unknown>): boolean =>
  result.kind === 'failed' && result.meaning.kind === 'missing';
