/** The operations that run, whether or not their callers still wait: they decide when the service may end. */
export class InFlightRequests {
  /** With the request id of each, which its caller chose: two may have the same. */
  readonly #running = new Map<Promise<unknown>, string>();
  #closed = false;

  /** True from the moment the service stops: nothing new may begin. */
  get closed(): boolean {
    return this.#closed;
  }

  get size(): number {
    return this.#running.size;
  }

  close(): void {
    this.#closed = true;
  }

  /** Of everything that runs, in the order it began. */
  requestIds(): readonly string[] {
    return [...this.#running.values()];
  }

  /** Runs until the promise settles; passes it on. */
  track<T>(requestId: string, operation: Promise<T>): Promise<T> {
    this.#running.set(operation, requestId);
    const done = () => this.#running.delete(operation);
    operation.then(done, done);
    return operation;
  }

  /** Resolves when nothing runs any more, what starts meanwhile included. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running.keys());
  }
}
