import { type Clock, systemClock } from '../../src/utils/clock.ts';

/** How many times as fast as the system's clock `fastClock` runs. */
const SPEED = 20;

/**
 * Virtual time over real sockets: every wait takes a twentieth of what it asks for, and `now` agrees. Waits keep
 * their order and their proportions. What a real exchange takes counts twenty times, so give deadlines room.
 * A wait takes a millisecond more than that, because timers may fire up to one early.
 */
export const fastClock: Clock = {
  now: () => systemClock.now() * SPEED,
  sleep: (milliseconds, signal) => systemClock.sleep(Math.ceil(milliseconds / SPEED) + 1, signal),
};
