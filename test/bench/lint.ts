import { deserialize, serialize } from 'node:v8';
import { sampleValues } from '../../shared/domain/samples.ts';
import {
  type FieldTableRequest,
  fieldTable,
  isDifferent,
  unpacked,
} from '../../shared/template/field-table.ts';
import { lintPostback } from '../../shared/template/lint/lint.ts';
import { movedFindings } from '../../shared/template/lint/moved.ts';
import { type BodyFormat, compilePostback, postbackSchema } from '../../shared/template/postback.ts';
import { draftOf, formOf, readForm, sameForm } from '../../shared/template/postback-form.ts';
import { renderParts } from '../../shared/template/render.ts';
import { settingsFor } from '../../shared/template/settings.ts';
import { wireParts } from '../../shared/template/wire-parts.ts';
import { bodyOf } from './bodies.ts';
import type { BenchResult } from './run.ts';

/** ms of one frame at sixty a second: what a change of a template may cost the page's own thread. */
const FRAME = 16;
const SIZE = 100_000;
const STATES = ['tracked', 'modified', 'reversed', 'restored', 'approved', 'cleared'] as const;
/** Cells of the table that are on the page at first. */
const SHOWN = 1_600;

const data = { unknown: 'literal' as const, receiverBase: 'http://127.0.0.1:7300' };
const settings = settingsFor('action', data);

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

function measure(format: BodyFormat) {
  const template = bodyOf(format, SIZE);
  const file = postbackSchema.parse({
    name: 'Bench',
    method: 'POST',
    url: '/pb?id={ActionId}&status={Status}&pay={Payout}',
    body: { format, template },
  });
  const before = formOf(file);
  // One key, in the middle.
  const middle = template.indexOf('fixed', SIZE / 2);
  const typed = `${template.slice(0, middle)}x${template.slice(middle)}`;
  const form = { ...before, body: { ...before.body, template: typed } };
  const postback = draftOf(form);
  const compiled = compilePostback(postback);
  const values = sampleValues('tracked');
  const lintRequest = { postback, options: {} };
  const tableRequest: FieldTableRequest = {
    postback,
    settings: data,
    states: STATES.map((state) => sampleValues(state)),
  };
  const findings = lintPostback(postback);
  const rows = fieldTable(tableRequest);
  // What a thread is sent is written on the page's own, and what it answers read there.
  const found = serialize(findings);
  const table = serialize(rows);
  return {
    format,
    page: {
      'the edit and its checks': ms(() => [sameForm(form, before), readForm(form)]),
      'findings moved along': ms(() => movedFindings(findings, template, typed)),
      placeholders: ms(() => renderParts(compilePostback(draftOf(form)).body!, values, settings)),
      wire: ms(() => wireParts(compiled, values, settings)),
      'asking for lint': ms(() => serialize(lintRequest)),
      'taking findings': ms(() => deserialize(found)),
      'asking for values': ms(() => serialize(tableRequest)),
      'taking values': ms(() => {
        const taken = deserialize(table) as typeof rows;
        taken.filter(isDifferent);
        return taken.slice(0, SHOWN / STATES.length).map((row) => unpacked(row, STATES.length));
      }),
    },
    threads: {
      lint: ms(() => lintPostback(postback)),
      [`values of ${STATES.length} states`]: ms(() => fieldTable(tableRequest)),
    },
  };
}

const told = (times: Record<string, number>) =>
  Object.entries(times)
    .map(([what, took]) => `${what} ${took.toFixed(1)}`)
    .join(', ');
const total = (times: Record<string, number>) => Object.values(times).reduce((sum, took) => sum + took, 0);

/**
 * What one key in a 100 KB body makes the page's own thread do for lint and previews, without drawing, against one
 * frame. Lint and the table of values have a thread each; what they take there is told beside it. `typing` measures
 * the drawing, too.
 */
export async function benchLint(): Promise<BenchResult> {
  const results = (['json', 'xml', 'form'] as const).map(measure);
  return {
    name: "one frame of 16 ms against what lint and previews of a 100 KB body take of the page's thread",
    ratio: FRAME / Math.max(...results.map(({ page }) => total(page))),
    target: 1,
    detail: results
      .map(
        ({ format, page, threads }) =>
          `${format}: ${total(page).toFixed(1)} ms on the page's thread (${told(page)}); in threads of their own ${told(threads)} ms`,
      )
      .join('; '),
  };
}
