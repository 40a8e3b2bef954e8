/** What a measured process tells of itself, by the question it is asked over IPC. */
export interface Usage {
  /** Microseconds of CPU time of all its threads, user and system, since it began. */
  readonly cpu: number;
  /** In bytes, after a garbage collection. */
  readonly memory: Memory;
}

export interface Memory {
  readonly rss: number;
  /** The most it ever was. */
  readonly peakRss: number;
}

export type Question = keyof Usage;
