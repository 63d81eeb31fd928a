import pLimit from 'p-limit';
import { readRecord, recordSince } from '../../../shared/checks/records/read-record.ts';
import {
  type BookRecord,
  type Look,
  type Mapping,
  NO_RECORD,
} from '../../../shared/checks/records/record.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import type { RecordsSource } from './records-source.ts';

/** Looks at the same time. */
const SIDE_BY_SIDE = 8;
/** Most records that are looked at before a run. */
const MOST = 1_000;

/**
 * What the records of clicks or users said before a run told them anything: what is asked for names no action there, so
 * only their change is the run's. Records of actions are not looked at.
 */
export class RecordsBefore {
  readonly #probe: RecordsSource['probe'];
  readonly #looks = new Map<string, Look>();

  constructor({ probe, byAction }: Pick<RecordsSource, 'probe' | 'byAction'>) {
    this.#probe = byAction ? undefined : probe;
  }

  /** Whether records are those of clicks or users. */
  get areShared(): boolean {
    return this.#probe !== undefined;
  }

  /** Looks at the records that postbacks with these values will change, unless they were looked at. */
  async look(all: readonly Values[], signal: AbortSignal): Promise<void> {
    const probe = this.#probe;
    if (probe === undefined) return;
    const limit = pLimit(SIDE_BY_SIDE);
    const owners = new Map(all.map((values) => [probe.asks(values), values] as const));
    const unseen = [...owners].filter(([asked]) => !this.#looks.has(asked));
    await Promise.all(
      unseen.slice(0, MOST - this.#looks.size).map(([asked, values]) =>
        limit(async () => {
          if (!signal.aborted) this.#looks.set(asked, await probe.look(values, signal));
        }),
      ),
    );
  }

  /** What names the record of an action: actions with the same one share it. */
  ownerOf(values: Values): string {
    return this.#probe?.asks(values) ?? values['ActionId'] ?? '';
  }

  /** The look at the record of an action; undefined where there was none. */
  of(values: Values): Look | undefined {
    return this.#looks.get(this.ownerOf(values));
  }

  /** What a record says since then; as it is where it is an action's own, or says which action it is of. */
  since(record: BookRecord, values: Values, mapping: Mapping): BookRecord {
    const before = this.of(values);
    if (before === undefined || !isOfOwner(mapping)) return record;
    const then = before.type === 'rows' ? readRecord(before, mapping, values['ActionId'] ?? '') : NO_RECORD;
    return recordSince(record, then);
  }
}

/** Rows that name their action are told apart. */
export const isOfOwner = ({ shared, fields }: Mapping): boolean => shared || fields['ActionId'] === undefined;
