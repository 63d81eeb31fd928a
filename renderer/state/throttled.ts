import { useEffect, useEffectEvent, useRef } from 'react';

/**
 * Does something so many ms after a key has changed, and no more often than that while it changes all the time: what
 * streams in without a pause must not put it off for ever.
 */
export function useThrottled(key: string, ms: number, work: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const run = useEffectEvent(() => {
    timer.current = undefined;
    work();
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another key is the reason.
  useEffect(() => {
    timer.current ??= setTimeout(() => run(), ms);
  }, [key, ms]);
  useEffect(
    () => () => {
      clearTimeout(timer.current);
      timer.current = undefined;
    },
    [],
  );
}
