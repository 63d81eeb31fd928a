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
  /** Stories under way, the one that sent last at the end. */
  readonly #underWay = new Set<PlayedSends>();
  /** The one that ended last, while another one was on show. */
  #missed: PlayedSends | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** `onChange` is called when the story on show went on, or gave way to another one. */
  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** Takes note of a story that goes on. */
  saw(played: PlayedSends): void {
    this.#underWay.delete(played);
    if (!played.resting) this.#underWay.add(played);
    if (this.#played === played) this.#onChange();
    else if (played.resting && this.#played !== undefined) this.#missed = played;
    this.#take();
  }

  #take(otherwise?: PlayedSends): void {
    const isFree = this.#played === undefined || this.#played.resting;
    const next = [...this.#underWay].at(-1) ?? otherwise;
    if (!isFree || this.#timer !== undefined || next === undefined) return;
    this.#played = next;
    this.#missed = undefined;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // Where all are over meanwhile, one of them is still better than an old one.
      this.#take(this.#missed);
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
