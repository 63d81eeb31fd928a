import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as othersTurn } from 'node:timers/promises';
import type { Capture, ExportedPart, ExportFormat } from '../../../shared/contract/captures.ts';
import type { MaskChoice } from '../../../shared/receiver/share/found-values.ts';
import type { SharePreview } from '../../../shared/receiver/share/manifest.ts';
import { MASK_RULES, SECRETS_RULE, SELECTED_RULE } from '../../../shared/receiver/share/mask-rules.ts';
import type { KnownValues } from '../../../shared/secrets/known-values.ts';
import { maskedCapture } from '../masked-captures.ts';
import { MaskedShare } from '../share/masked-share.ts';
import { writeShare } from '../share/write-share.ts';
import type { CaptureStore } from '../store/captures.ts';
import { exported } from './exported-captures.ts';

declare const POSTBENCH_VERSION: string;

/** Characters of a part, and captures after which it is somebody else's turn. */
const PART = 512 * 1024;
const AT_ONCE = 20;
/** Values that a preview lists. */
const LISTED = 500;

export interface CaptureExport {
  store: Pick<CaptureStore, 'get'>;
  /** In this order. */
  ids: readonly number[];
  secrets: KnownValues;
  signal: AbortSignal;
}

/** Whole captures, one at a time; those that were removed meanwhile are left out. */
function* whole({ store, ids, signal }: CaptureExport): Generator<Capture> {
  for (const id of ids) {
    signal.throwIfAborted();
    const capture = store.get(id, Number.MAX_SAFE_INTEGER);
    if (capture !== undefined) yield capture;
  }
}

/** The bytes of a file of captures, part by part, with how many of them are in it so far; who stops listening ends it. */
export async function* exportCaptures(
  what: CaptureExport,
  format: ExportFormat,
  choice: MaskChoice,
): AsyncGenerator<ExportedPart> {
  if (format === 'share') {
    yield* exportShare(what, choice);
    return;
  }
  let done = 0;
  function* counted() {
    for (const capture of whole(what)) {
      done += 1;
      yield maskedCapture(capture, what.secrets);
    }
  }
  let text = '';
  let told = 0;
  for (const line of format === 'raw' ? rawRequests(counted()) : exported(counted(), format)) {
    text += `${line}\n`;
    if (done - told < AT_ONCE && text.length < PART) continue;
    told = done;
    yield {
      done,
      total: what.ids.length,
      bytes: Buffer.from(text, format === 'raw' ? 'latin1' : 'utf8').toString('base64'),
    };
    text = '';
    await othersTurn();
    what.signal.throwIfAborted();
  }
  yield {
    done,
    total: what.ids.length,
    bytes: Buffer.from(text, format === 'raw' ? 'latin1' : 'utf8').toString('base64'),
  };
}

/** Requests as their bytes, one after the other. */
function* rawRequests(captures: Iterable<Capture>): Generator<string> {
  for (const { head, body } of captures)
    yield Buffer.concat([Buffer.from(head, 'base64'), Buffer.from(body, 'base64')]).toString('latin1');
}

async function* exportShare(what: CaptureExport, choice: MaskChoice): AsyncGenerator<ExportedPart> {
  const folder = mkdtempSync(join(tmpdir(), 'postbench-export-'));
  const path = join(folder, 'captures.postbench');
  const total = what.ids.length;
  try {
    let done = 0;
    const writing = writeShare(path, {
      captures: whole(what),
      masked: new MaskedShare(choice, what.secrets),
      rulesOff: choice.off,
      version: POSTBENCH_VERSION,
      now: Date.now(),
      signal: what.signal,
      onProgress: (written) => {
        done = written;
      },
    });
    let isOver = false;
    const over = writing.finally(() => {
      isOver = true;
    });
    over.catch(() => undefined);
    let told = 0;
    while (!isOver) {
      await Promise.race([over, othersTurn()]);
      if (done - told < AT_ONCE) continue;
      told = done;
      yield { done, total, bytes: '' };
    }
    done = await writing;
    const file = await open(path, 'r');
    try {
      const buffer = Buffer.alloc(PART);
      while (true) {
        const { bytesRead } = await file.read(buffer, 0, PART);
        if (bytesRead === 0) break;
        yield { done, total, bytes: buffer.subarray(0, bytesRead).toString('base64') };
      }
    } finally {
      await file.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What a share file of these captures would mask. */
export async function previewShare(what: CaptureExport, choice: MaskChoice): Promise<SharePreview> {
  const masked = new MaskedShare(choice, what.secrets);
  let captures = 0;
  for (const capture of whole(what)) {
    masked.mask(capture);
    captures += 1;
    if (captures % AT_ONCE === 0) await othersTurn();
  }
  const { values } = masked;
  const rules = [
    { id: SECRETS_RULE, title: 'Secrets of this machine', description: 'their values, in whatever encoding' },
    ...MASK_RULES,
    { id: SELECTED_RULE, title: 'Selected values', description: 'values that you selected to be masked' },
  ];
  return {
    captures,
    rules: rules.map(({ id, title, description }) => {
      const own = values.filter(({ rule }) => rule === id);
      return {
        id,
        title,
        description,
        on: !choice.off.includes(id),
        values: own.length,
        places: own.reduce((sum, { places }) => sum + places, 0),
      };
    }),
    values: values
      .toSorted((a, b) => b.places - a.places)
      .slice(0, LISTED)
      .map(({ where, ...value }) => ({ ...value, where: [...where] })),
    total: values.length,
  };
}
