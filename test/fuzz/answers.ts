/** One HTTP answer, as much of it as came. */
export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
  readonly whole: boolean;
}

export interface ReadAnswers {
  readonly answers: readonly Answer[];
  /** What came behind them and is no HTTP answer. */
  readonly rest: string;
}

const STATUS_LINE = /^HTTP\/1\.1 (\d{3}) /;

/** Cuts what came on a connection into answers. */
export const readAnswers = (received: Buffer): ReadAnswers => {
  const answers: Answer[] = [];
  let left = received;
  while (left.length > 0) {
    const status = STATUS_LINE.exec(left.toString('latin1', 0, 20))?.[1];
    if (status === undefined) break;
    const headEnd = left.indexOf('\r\n\r\n');
    const head = left.toString('latin1', 0, headEnd === -1 ? left.length : headEnd);
    const behind = headEnd === -1 ? Buffer.alloc(0) : left.subarray(headEnd + 4);
    const length = bodyLength(Number(status), head, behind);
    const body = behind.subarray(0, length);
    answers.push({
      status: Number(status),
      head,
      body: body.toString(),
      whole: headEnd !== -1 && body.length === length,
    });
    left = behind.subarray(length);
  }
  return { answers, rest: left.toString('latin1') };
};

/** The service states the length of every body. An answer to HEAD states it, and has none. */
const bodyLength = (status: number, head: string, behind: Buffer): number => {
  if (status < 200 || status === 204 || status === 304) return 0;
  const isBodiless = behind.length === 0 || STATUS_LINE.test(behind.toString('latin1', 0, 20));
  return isBodiless ? 0 : Number(/^content-length: (\d+)\r?$/im.exec(head)?.[1] ?? behind.length);
};
