import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { PlayedSends } from '../../electron/engine/checks/play-story.ts';
import { WatchedStory } from '../../electron/engine/checks/watched-story.ts';

const played = (title: string): PlayedSends => ({
  story: { events: [], sends: [{ event: 0 }] },
  purpose: { check: title, title },
  inFlight: new Set(),
  resting: false,
  steps: [],
  exchanges: [],
  undelivered: [],
  endedAt: 0,
  earlier: new Map(),
  rest: undefined,
  requests: [],
});

const shownIn = (watched: WatchedStory) => watched.view((text) => text)?.title;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('stays with a story until it is over and was on show for a while, then takes the next that sent', () => {
  let changes = 0;
  const watched = new WatchedStory(() => {
    changes += 1;
  });
  expect(shownIn(watched)).toBeUndefined();
  const [first, second, third] = [played('first'), played('second'), played('third')];
  watched.saw(first);
  vi.advanceTimersByTime(60_000);
  watched.saw(second);
  expect([shownIn(watched), changes]).toEqual(['first', 1]);
  first.resting = true;
  watched.saw(first);
  expect([shownIn(watched), changes]).toEqual(['second', 3]);
  second.resting = true;
  watched.saw(second);
  watched.saw(third);
  expect(shownIn(watched)).toBe('second');
  vi.advanceTimersByTime(900);
  expect([shownIn(watched), changes]).toEqual(['third', 5]);
});

it('does not show a story that is over already', () => {
  const watched = new WatchedStory(() => undefined);
  watched.saw({ ...played('over'), resting: true });
  expect(watched.view((text) => text)).toBeNull();
});
