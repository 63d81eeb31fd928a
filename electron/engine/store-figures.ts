import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EngineView } from '../../shared/contract/engine.ts';
import type { Log } from './log.ts';
import type { ActivityStore } from './store/activity.ts';
import type { CaptureStore } from './store/captures.ts';

type Figures = Pick<
  EngineView,
  'outbox' | 'captures' | 'captureBytes' | 'captureTotals' | 'cleared' | 'switchedOff'
>;

interface Stores {
  database: DatabaseSync;
  captures: CaptureStore;
  activity: ActivityStore;
  log: Log;
}

/** What the screen says of the store: the last that could be read, where it can no longer be. */
export class StoreFigures {
  readonly #stores: Stores;
  readonly #size: StatementSync;
  #last: Figures = {
    outbox: { waiting: 0, inFlight: 0 },
    captures: 0,
    captureBytes: 0,
    captureTotals: [],
    cleared: null,
    switchedOff: [],
  };

  constructor(stores: Stores) {
    this.#stores = stores;
    // With what the write-ahead log still holds; a file's size would miss that.
    this.#size = stores.database.prepare(
      'SELECT page_count * page_size AS size FROM pragma_page_count(), pragma_page_size()',
    );
  }

  /** Of the store, and of the postbacks that a workspace's folder has switched off. */
  read(workspace: string): Figures {
    const { captures, activity, log } = this.#stores;
    try {
      const { size } = this.#size.get() as { size: number };
      this.#last = {
        outbox: activity.outbox.counts(),
        captures: captures.count,
        captureBytes: size,
        captureTotals: captures.totals(),
        cleared: captures.cleared,
        switchedOff: activity.outbox.switchedOff(workspace),
      };
    } catch (error) {
      log.error('The store could not be read.', { error });
    }
    return this.#last;
  }
}
