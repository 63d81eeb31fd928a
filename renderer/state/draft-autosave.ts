import { CHECK_FILE } from '../../shared/checks/config.ts';
import type { SetupTexts } from '../../shared/checks/setup-texts.ts';
import type { Draft } from '../../shared/contract/drafts.ts';
import { LARGEST_POSTBACK } from '../../shared/template/postback-size.ts';
import { client, useConnection } from './connection.ts';
import { notify } from './notify.ts';

/** Ms without another edit after which edits are given to the engine to keep. */
const REST_MS = 400;

/** Edits as they are sent. */
interface Edits {
  value: object;
  send: () => Promise<unknown>;
}

/** Edits that the engine does not have yet: the newest of each file. */
const waiting = new Map<string, Edits>();
let timer: number | undefined;
let sending = false;
/** Bytes up to which edits are kept: with the file as it was they must fit into one message to the engine. */
const LARGEST = 1.5 * LARGEST_POSTBACK;
/** Said once, not at every key. */
let said = false;

/** Lets the engine keep the edits of a postback, so that they outlive this page; null when there are none any more. */
export function keepDraft(workspace: string, file: string, draft: Draft | null): void {
  const value = { workspace, file, draft };
  keepEdits(`${workspace}\n${file}`, { value, send: () => client.drafts.keep(value) });
}

/** The same for "Test my receiver". */
export function keepSetup(workspace: string, setup: SetupTexts | null): void {
  const value = { workspace, setup };
  keepEdits(`${workspace}\n${CHECK_FILE}`, { value, send: () => client.drafts.keepSetup(value) });
}

function keepEdits(key: string, edits: Edits): void {
  waiting.set(key, edits);
  window.addEventListener('beforeunload', warn);
  clearTimeout(timer);
  timer = window.setTimeout(() => void send(), REST_MS);
}

/** The edits of a workspace that an earlier page left, but for those that this page has changed since. */
export async function keptDrafts(workspace: string): Promise<{ file: string; draft: Draft }[]> {
  const kept = await client.drafts.of({ workspace });
  return kept.filter(({ file }) => !waiting.has(`${workspace}\n${file}`));
}

// Asked only while something would be lost: a page that always asks teaches people to click it away.
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
  // Whoever stays has not lost anything; whoever goes has been asked.
  void send();
}

const sizeOf = ({ value }: Edits) => new TextEncoder().encode(JSON.stringify(value)).length;

async function send(): Promise<void> {
  if (sending) return;
  sending = true;
  try {
    for (const [key, edits] of waiting) {
      // Hardly ever to be saved either: whoever leaves is asked.
      if (sizeOf(edits) > LARGEST) continue;
      await edits.send();
      // Edited once more meanwhile: the newer ones have a turn of their own.
      if (waiting.get(key) === edits) waiting.delete(key);
    }
    said = false;
  } catch (error) {
    // Without a connection it is retried with the next one; other errors with the next edit.
    if (useConnection.getState().phase === 'open' && !said) {
      said = true;
      notify.error(error);
    }
  } finally {
    sending = false;
  }
  if (waiting.size === 0) window.removeEventListener('beforeunload', warn);
}

useConnection.subscribe(({ phase }, before) => {
  if (phase === 'open' && before.phase !== 'open' && waiting.size > 0) void send();
});
