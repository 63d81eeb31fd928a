import { FORWARDED_FOR } from '../../../shared/receiver/access/sender-address.ts';
import { captureFilter } from '../capture-filter.ts';
import { ComparableRequests } from '../comparable-requests.ts';
import type { Engine } from '../engine.ts';
import { type CaptureExport, exportCaptures, previewShare } from '../export/capture-export.ts';
import { importCaptures } from '../import/import-captures.ts';
import { maskedCapture, maskedRow } from '../masked-captures.ts';
import { replay } from '../replay.ts';
import { noCapture } from '../replayed-request.ts';
import { HttpTransport } from '../sender/http-transport.ts';
import { captureStream } from './capture-stream.ts';
import { os, type Section, told } from './implementer.ts';

/** Real ms, as the sender's profiles have them. */
const REPLAY_TIMEOUTS = { connectTimeout: 10_000, responseTimeout: 30_000 };

/** Numbers that are asked for at a time. */
const IDS = 10_000;

/** Rows a batch of the stream. */
const BATCH = 500;

/** What the receiver has taken in. */
export function capturesRouter(engine: Engine): Section<'captures'> {
  const { captures, searches, secrets } = engine;
  const requests = new ComparableRequests({
    captures,
    activity: engine.activity,
    workspace: () => engine.benches.workspace.view,
    secrets: () => secrets.known(),
  });
  const exportOf = async (
    selected: { query: string; ranges: [number, number][] },
    signal = new AbortController().signal,
  ): Promise<CaptureExport> => {
    const ids: number[] = [];
    for (let after = 0; ; after = ids.at(-1)!) {
      const found = await searches.ask('selected', { ...selected, after, limit: IDS }, signal);
      ids.push(...found.ids);
      if (found.ids.length < IDS) return { store: captures, ids, secrets: secrets.known(), signal };
    }
  };
  return {
    list: os.captures.list.handler(async ({ input, signal }) => {
      const { query = '', search = '', columns } = input;
      const isPlain = captureFilter(query) === undefined && search === '' && columns === undefined;
      const page = isPlain ? captures.list(input) : await searches.ask('list', input, signal);
      return { ...page, rows: page.rows.map((row) => maskedRow(row, secrets.known())) };
    }),
    histogram: os.captures.histogram.handler(({ input, signal }) => searches.ask('histogram', input, signal)),
    keys: os.captures.keys.handler(({ signal }) => searches.ask('keys', {}, signal)),
    nextError: os.captures.nextError.handler(({ input, signal }) => searches.ask('nextError', input, signal)),
    values: os.captures.values.handler(async ({ input, signal }) => {
      const rows = await searches.ask('values', input, signal);
      const known = secrets.known();
      return rows.map(({ id, values }) => ({
        id,
        values: values.map((value) => value && known.mask(value)),
      }));
    }),
    selected: os.captures.selected.handler(({ input, signal }) => searches.ask('selected', input, signal)),
    get: os.captures.get.handler(({ input }) => {
      const capture = captures.get(input.id, input.bodyLimit);
      if (capture === undefined) throw noCapture(input.id, captures);
      const senderAddress =
        capture.delivery && engine.activity.outbox.values(capture.delivery.deliveryId)?.[FORWARDED_FOR];
      return {
        ...maskedCapture(capture, secrets.known()),
        ...(senderAddress == null ? {} : { senderAddress }),
      };
    }),
    expectation: os.captures.expectation.handler(({ input: { id, postback } }) =>
      requests.expectation(id, postback),
    ),
    points: os.captures.points.handler(({ input }) => requests.points(input.ids)),
    arrived: os.captures.arrived.handler(({ input, signal }) => requests.arrivedOf(input.run, signal)),
    compare: os.captures.compare.handler(({ input: { left, right } }) => requests.compare(left, right)),
    replay: os.captures.replay.handler(async function* ({ input, signal }) {
      const { settings, folder } = engine.benches.workspace.view;
      const { ceiling } = settings.sending;
      const { allowHost } = input;
      const allowedHosts = [
        ...settings.sending.allowedHosts,
        ...(allowHost === undefined ? [] : [allowHost]),
      ];
      const certificates = [...settings.sending.certificates, ...engine.receiver.certificates];
      const before = captures.newest;
      const transport = new HttpTransport(
        () => allowedHosts,
        () => certificates,
      );
      try {
        const stream = replay(input, {
          captures,
          captureFrom: (origin, port) =>
            engine.receiver.isOwn(origin) ? captureFrom(captures, port, before) : undefined,
          transport: transport.send,
          allowedHosts,
          ceiling,
          workspace: folder,
          ...REPLAY_TIMEOUTS,
          signal: signal ?? new AbortController().signal,
        });
        for await (const replayed of told(stream))
          yield { ...replayed, url: secrets.known().maskLatin1(replayed.url) };
      } finally {
        await transport.close();
      }
    }),
    mark: os.captures.mark.handler(({ input: { ids, ...change } }) => {
      const before = captures.mark(ids, change);
      return { marked: before.reduce((sum, { ids: same }) => sum + same.length, 0), before };
    }),
    restoreMarks: os.captures.restoreMarks.handler(({ input }) => captures.restoreMarks(input.marks)),
    export: os.captures.export.handler(async function* ({ input: { format, mask, ...selected }, signal }) {
      yield* told(exportCaptures(await exportOf(selected, signal), format, mask));
    }),
    sharePreview: os.captures.sharePreview.handler(async ({ input: { mask, ...selected }, signal }) =>
      previewShare(await exportOf(selected, signal), mask),
    ),
    import: os.captures.import.handler(({ input, signal }) =>
      told(importCaptures(captures, input, signal ?? new AbortController().signal)),
    ),
    labels: os.captures.labels.handler(() => captures.labels()),
    clear: os.captures.clear.handler(({ input }) => ({ removed: engine.clearedCaptures.clear(input?.upTo) })),
    restoreCleared: os.captures.restoreCleared.handler(() => ({
      restored: engine.clearedCaptures.restore(),
    })),
    remove: os.captures.remove.handler(({ input }) => ({ removed: captures.remove(input.ids) })),
    follow: os.captures.follow.handler(({ input, signal }) =>
      captureStream(engine, input.after, BATCH, signal),
    ),
  };
}

/** Captures that are looked at for one that has just come: more than are in flight at once. */
const JUST_COME = 100;

/** The newest capture after a number that came from a port of this machine. */
function captureFrom(captures: Engine['captures'], port: number, after: number): number | undefined {
  const { rows } = captures.list({ at: 0, limit: JUST_COME, from: 'newest' });
  return rows.find(({ id, remote }) => id > after && remote.endsWith(`:${port}`))?.id;
}
