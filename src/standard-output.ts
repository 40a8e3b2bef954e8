import { type DestinationStream, pino } from 'pino';

/**
 * Synchronous, so that lines keep their order, none is lost when the process ends, and a reader that is gone cannot hold it.
 * A reader that is there and does not read holds the whole process, once the pipe is full.
 */
export const openStandardOutput = (): DestinationStream => pino.destination({ dest: 1, sync: true });
