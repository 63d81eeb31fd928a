import type { Millis } from '../../../shared/domain/time.ts';
import { CLOCK_MODES, type ClockMode } from '../../../shared/timeline/clock-view.ts';
import { number, text } from './activity-rows.ts';
import type { Writer } from './writer.ts';

/** Where the clock of manual work stood. */
export interface ClockState {
  now: Millis;
  mode: ClockMode;
  paused: boolean;
}

const NAMES = ['clock', 'clock_mode', 'clock_paused', 'clock_attempt'] as const;
/** So many of the newest attempts are looked at for what was sent after the clock was last kept. */
const LATEST = 2000;

/** Keeps the clock of manual work over restarts. */
export class ClockMark {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  keep({ now, mode, paused }: ClockState): void {
    const attempt = this.#writer.get('SELECT max(id) AS id FROM attempts')?.id ?? 0;
    const values = [now, CLOCK_MODES.indexOf(mode), paused ? 1 : 0, attempt];
    this.#writer.transaction(() => {
      NAMES.forEach((name, index) => {
        this.#writer.run('INSERT OR REPLACE INTO counters VALUES (?, ?)', name, values[index]!);
      });
    });
  }

  /**
   * Where the clock was; undefined in a store that never kept it. After a kill, what was sent by hand since the clock
   * was last kept says how far it had come.
   */
  read(): ClockState | undefined {
    const rows = this.#writer.all("SELECT name, value FROM counters WHERE name LIKE 'clock%'");
    const values = new Map(rows.map(({ name, value }) => [text(name), number(value)]));
    const kept = values.get('clock');
    if (kept === undefined) return undefined;
    const sent = this.#writer.get(
      `SELECT max(a.sent_at) AS at FROM (SELECT delivery_id, sent_at FROM attempts WHERE id > ? ORDER BY id DESC LIMIT ${LATEST}) a
       JOIN deliveries d ON d.id = a.delivery_id WHERE d.run_id IS NULL`,
      values.get('clock_attempt') ?? 0,
    )?.at;
    return {
      now: Math.max(kept, Number(sent ?? 0)),
      mode: CLOCK_MODES[values.get('clock_mode') ?? 0] ?? 'real',
      paused: values.get('clock_paused') === 1,
    };
  }
}
