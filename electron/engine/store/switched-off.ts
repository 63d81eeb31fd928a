import type { SwitchedOff } from '../../../shared/delivery/switch-off.ts';
import { number, type Row, text } from './activity-rows.ts';
import type { Writer } from './writer.ts';

function switchedOff(row: Row): SwitchedOff {
  return {
    workspace: text(row.workspace),
    file: text(row.postback),
    at: number(row.at),
    sentence: text(row.sentence),
  };
}

/**
 * Postbacks that are switched off for work by hand, by their workspace's folder and their file in it. Of some that an
 * older version switched off the workspace is not known, which is kept as '': they are off in every workspace.
 */
export class SwitchedOffPostbacks {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** Those of a workspace, the first one switched off first. */
  of(workspace: string): SwitchedOff[] {
    return this.#writer
      .all("SELECT * FROM switched_off WHERE workspace IN (?, '') ORDER BY at, postback", workspace)
      .map(switchedOff);
  }

  add({ workspace, file, at, sentence }: SwitchedOff): void {
    const writer = this.#writer;
    writer.transaction(() =>
      writer.run(
        'INSERT OR REPLACE INTO switched_off (workspace, postback, at, sentence) VALUES (?, ?, ?, ?)',
        workspace,
        file,
        at,
        sentence,
      ),
    );
  }

  /** Switches a postback on again; false when it was not off. */
  remove(workspace: string, postback: string): boolean {
    const writer = this.#writer;
    return writer.transaction(() => {
      const { changes } = writer.run(
        "DELETE FROM switched_off WHERE workspace IN (?, '') AND postback = ?",
        workspace,
        postback,
      );
      return Number(changes) > 0;
    });
  }
}
