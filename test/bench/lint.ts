import { sampleValues } from '../../shared/domain/samples.ts';
import { catalogueFor } from '../../shared/placeholders/catalogue.ts';
import { lintPostback } from '../../shared/template/lint/lint.ts';
import { type BodyFormat, compilePostback, type Postback } from '../../shared/template/postback.ts';
import { renderParts } from '../../shared/template/render.ts';
import { fieldsOf, valuesTable } from '../../shared/template/values-table.ts';
import { wireParts } from '../../shared/template/wire-parts.ts';
import type { BenchResult } from './run.ts';

/** ms of one frame at sixty a second: what typing may cost the page's own thread. */
const FRAME = 16;
const SIZE = 100_000;
const STATES = ['tracked', 'modified', 'reversed', 'restored', 'approved', 'cleared'] as const;

const catalogue = catalogueFor('action');
const names = [...catalogue.keys()];
const settings = {
  known: (name: string) => catalogue.has(name),
  unknown: 'literal' as const,
  receiverBase: 'http://127.0.0.1:7300',
};

/** A body of about 100 KB in which every third line carries a placeholder. */
export function largeBody(format: BodyFormat): string {
  const lines: string[] = [];
  for (let size = 0, n = 0; size < SIZE; n += 1) {
    const value = n % 3 === 0 ? `{${names[n % names.length]}}` : `fixed text number ${n}, as it stands`;
    const line = {
      json: `  "key_${n}": "${value}"`,
      xml: `  <key_${n}>${value}</key_${n}>`,
      form: `key_${n}=${value.replaceAll(' ', '+')}`,
    }[format];
    lines.push(line);
    size += line.length + 2;
  }
  if (format === 'json') return `{\n${lines.join(',\n')}\n}\n`;
  return format === 'xml' ? `<postback>\n${lines.join('\n')}\n</postback>\n` : lines.join('&');
}

function postbackOf(format: BodyFormat): Postback {
  return {
    name: 'Bench',
    kind: 'action',
    level: 'global',
    changes: true,
    enabled: true,
    method: 'POST',
    url: '/pb?id={ActionId}&status={Status}&pay={Payout}',
    headers: {},
    body: { format, template: largeBody(format), escape: 'by-place' },
  };
}

/** Best of some, in ms: other work on the machine only ever adds. */
function ms(run: () => unknown): number {
  let best = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 7; i += 1) {
    const started = performance.now();
    run();
    best = Math.min(best, performance.now() - started);
  }
  return best;
}

/** Linting and the three previews of a 100 KB body, without drawing, against one frame. */
export async function benchLint(): Promise<BenchResult> {
  const results = (['json', 'xml', 'form'] as const).map((format) => {
    const postback = postbackOf(format);
    const compiled = compilePostback(postback);
    const values = sampleValues('tracked');
    const lint = ms(() => lintPostback(postback));
    const parts = ms(() => renderParts(compilePostback(postback).body!, values, settings));
    const table = ms(() =>
      valuesTable(STATES.map((state) => fieldsOf(compiled, sampleValues(state), settings))),
    );
    const wire = ms(() => wireParts(compiled, values, settings));
    return { format, lint, previews: parts + table + wire, parts, table, wire };
  });
  const whole = Math.max(...results.map(({ lint, previews }) => lint + previews));
  return {
    name: 'one frame of 16 ms against lint and previews of a 100 KB body',
    ratio: FRAME / whole,
    target: 1,
    detail: results
      .map(
        ({ format, lint, parts, table, wire }) =>
          `${format}: lint ${lint.toFixed(1)}, placeholders ${parts.toFixed(1)}, values of ${STATES.length} states ${table.toFixed(1)}, wire ${wire.toFixed(1)} ms`,
      )
      .join('; '),
  };
}
