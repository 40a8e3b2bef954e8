/** Counts the operations that are running, whether or not their callers still wait. */
export class InFlight {
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  /** True from the moment the service stops: nothing new may begin. */
  get closed(): boolean {
    return this.#closed;
  }

  close(): void {
    this.#closed = true;
  }

  /** Runs until the promise settles; passes it on. */
  track<T>(operation: Promise<T>): Promise<T> {
    this.#running.add(operation);
    const done = () => this.#running.delete(operation);
    operation.then(done, done);
    return operation;
  }

  /** Resolves when nothing runs any more, what starts meanwhile included. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
