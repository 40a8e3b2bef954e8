import { useEffect, useState } from 'react';
import { words } from './words.ts';

interface Props {
  readonly seconds: number;
  readonly onRetry: () => void;
}

/** Counts down before it may be tried again. Screen readers are spared the numbers. */
export const RetryAfter = ({ seconds, onRetry }: Props) => {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <p aria-live="off">
      <button type="button" className="primary" disabled={left > 0} onClick={onRetry}>
        {left > 0 ? words.tryAgainIn(left) : words.tryAgain}
      </button>
    </p>
  );
};
