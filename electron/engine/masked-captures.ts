import type { Capture, CaptureRow, CaptureSummary } from '../../shared/contract/captures.ts';
import type { KnownValues } from '../../shared/secrets/known-values.ts';

/** A row of the list without the values of secrets; the store keeps what arrived. */
export function maskedSummary<T extends CaptureSummary>(row: T, known: KnownValues): T {
  if (known.isEmpty) return row;
  const { target, userAgent } = row;
  return { ...row, target: known.maskLatin1(target), userAgent: known.maskLatin1(userAgent) };
}

/** The same with the values of columns. */
export function maskedRow(row: CaptureRow, known: KnownValues): CaptureRow {
  if (known.isEmpty) return row;
  const { columns, ...summary } = row;
  const shown = maskedSummary(summary, known);
  return columns === undefined
    ? shown
    : { ...shown, columns: columns.map((value) => value && known.mask(value)) };
}

/** A capture as it is shown: its bytes without the values of secrets, `{secret:NAME}` in their place. */
export function maskedCapture(capture: Capture, known: KnownValues): Capture {
  if (known.isEmpty) return capture;
  const { headers, head, body, decodedBody, keptLength, response, note, rule } = capture;
  const shown = maskedBase64(body, known, Buffer.byteLength(body, 'base64') < keptLength);
  const pairs = (list: readonly [string, string][]) =>
    list.map(([name, value]): [string, string] => [name, known.maskLatin1(value)]);
  return {
    ...maskedSummary(capture, known),
    headers: pairs(headers),
    head: maskedBase64(head, known, false),
    body: shown,
    decodedBody: decodedBody && maskedBase64(decodedBody, known, true),
    // What is still missing of the body stays as much.
    keptLength: keptLength + Buffer.byteLength(shown, 'base64') - Buffer.byteLength(body, 'base64'),
    response: response && {
      ...response,
      headers: pairs(response.headers),
      body: maskedBase64(response.body, known, false),
      ...(response.decodedBody === undefined
        ? {}
        : { decodedBody: maskedBase64(response.decodedBody, known, false) }),
    },
    note: known.mask(note),
    rule: rule && { ...rule, name: known.mask(rule.name) },
  };
}

function maskedBase64(base64: string, known: KnownValues, cut: boolean): string {
  const text = Buffer.from(base64, 'base64').toString('latin1');
  const masked = known.maskLatin1(text, cut);
  return masked === text ? base64 : Buffer.from(masked, 'latin1').toString('base64');
}
