import { evidenceOf } from '../../../shared/checks/evidence.ts';
import type { LiveStory } from '../../../shared/contract/checks.ts';
import type { PlayedSends } from './play-story.ts';
import { unseenStory } from './settle-stories.ts';

/** Real ms that a story stays on show once it is over: short ones would only flicker. */
const SHOWN_MS = 800;

/**
 * One of the stories that are played side by side, to be watched. It stays until nothing more is sent of it and it was
 * on show for a while; then the one that sent last takes its place. What is watched costs nothing until it is asked for.
 */
export class WatchedStory {
  readonly #onChange: () => void;
  #played: PlayedSends | undefined;
  #next: PlayedSends | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `onChange` is called when the story on show went on, or gave way to another one. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Takes note of a story that goes on. */
  saw(played: PlayedSends): void {
    if (this.#played === played) this.#onChange();
    else if (!played.resting) this.#next = played;
    this.#take();
  }

  #take(): void {
    const isFree = this.#played === undefined || this.#played.resting;
    if (!isFree || this.#timer !== undefined || this.#next === undefined) return;
    this.#played = this.#next;
    this.#next = undefined;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#take();
    }, SHOWN_MS).unref();
    this.#onChange();
  }

  /** The story as far as it went, with secrets masked; null before the first one. */
  view(mask: (text: string) => string): LiveStory | null {
    if (this.#played === undefined) return null;
    const { purpose, story, exchanges, inFlight } = this.#played;
    const sent = { ...unseenStory(this.#played), exchanges: [...exchanges, ...inFlight] };
    return { ...purpose, evidence: evidenceOf(sent, mask), sends: story.sends.length };
  }
}
