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
 * Postbacks that are switched off for manual work, by their workspace's folder and their file. Older versions did not
 * store the workspace: those postbacks have '' and are off in every workspace.
 */
export class SwitchedOffPostbacks {
  readonly #writer: Writer;

  constructor(writer: Writer) {
    this.#writer = writer;
  }

  /** The postbacks of a workspace, in the order in which they were switched off. */
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

  /** Enables a postback again; returns false if it was not off. */
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
