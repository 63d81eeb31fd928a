import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Background, type Thread } from '../../renderer/features/templates/background.ts';
import { JOBS, type LintRequest } from '../../renderer/features/templates/template-jobs.ts';
import { sampleValues } from '../../shared/domain/samples.ts';
import { type FieldTableRequest, type PackedRow, unpacked } from '../../shared/template/field-table.ts';
import { type Finding, finding } from '../../shared/template/lint/finding.ts';
import { lintPostback } from '../../shared/template/lint/lint.ts';
import { movedFindings } from '../../shared/template/lint/moved.ts';

const request = (url: string): LintRequest => ({
  postback: { kind: 'action', method: 'GET', url, headers: {} },
  options: {},
});

const lintJob = JOBS.lint;

const tableRequest = (url: string): FieldTableRequest => ({
  postback: {
    name: 'Table',
    kind: 'action',
    level: 'global',
    changes: true,
    enabled: true,
    method: 'GET',
    url,
    headers: {},
  },
  settings: { unknown: 'literal', receiverBase: 'http://127.0.0.1:7300' },
  states: [sampleValues('tracked'), sampleValues('reversed')],
});

/** A thread that answers when it is told to, and threads as they were started. */
function rig() {
  const threads: { asked: LintRequest[]; thread: Thread; ended: boolean }[] = [];
  let now = 0;
  const lint = new Background(
    lintJob,
    () => {
      const one = {
        asked: [] as LintRequest[],
        ended: false,
        thread: {
          postMessage: (message: LintRequest) => one.asked.push(message),
          terminate: () => {
            one.ended = true;
          },
          onmessage: null,
          onerror: null,
        } as Thread,
      };
      threads.push(one);
      return one.thread;
    },
    () => now,
  );
  const answer = (thread = threads.at(-1)!) => {
    const { postback, options } = thread.asked.at(-1)!;
    const data = lintPostback(postback, options);
    thread.thread.onmessage!.call(thread.thread as Worker, { data } as MessageEvent);
  };
  const told: string[] = [];
  const ask = (url: string) => lint.ask(request(url), () => told.push(url));
  return {
    ask,
    answer,
    threads,
    told,
    pass: (ms: number) => {
      now += ms;
    },
  };
}

describe('working beside the page', () => {
  it('looks at one text at a time, and of those that wait only at the newest', () => {
    const { ask, answer, threads, told } = rig();
    ask('/1');
    ask('/2');
    ask('/3');
    expect(threads[0]!.asked.map(({ postback }) => postback.url)).toEqual(['/1']);
    answer();
    expect(told).toEqual([]);
    answer();
    expect(threads[0]!.asked.map(({ postback }) => postback.url)).toEqual(['/1', '/3']);
    expect(told).toEqual(['/3']);
  });

  it('tells nothing about a text that was called off', () => {
    const { ask, answer, told } = rig();
    ask('/1')();
    answer();
    expect(told).toEqual([]);
  });

  it('breaks off a text that takes long once another one is there', () => {
    const { ask, answer, threads, told, pass } = rig();
    ask('/slow');
    pass(3_000);
    ask('/next');
    expect(threads.map(({ ended }) => ended)).toEqual([true, false]);
    answer();
    expect(told).toEqual(['/next']);
  });

  it('does the work itself where no thread can be had', () => {
    const lint = new Background(
      JOBS.lint,
      () => {
        throw new Error('no threads here');
      },
      () => 0,
    );
    let found: Finding[] = [];
    lint.ask(request('/pb?p={payout}'), (findings) => {
      found = findings;
    });
    expect(found.map(({ code }) => code)).toContain('placeholder-case');
  });

  it('does any kind of work itself where no thread can be had', () => {
    const values = new Background(
      JOBS.values,
      () => {
        throw new Error('no threads here');
      },
      () => 0,
    );
    let rows: PackedRow[] = [];
    values.ask(tableRequest('/pb?id={ActionId}&s=x'), (read) => {
      rows = read;
    });
    expect(rows.map(([, key]) => key)).toEqual(['id', 's']);
  });

  it('does the work itself after a request that cannot be sent to a thread', () => {
    const values = new Background(
      JOBS.values,
      () => ({
        postMessage: (message: unknown) => void structuredClone(message),
        terminate: () => undefined,
        onmessage: null,
        onerror: null,
      }),
      () => 0,
    );
    let rows: PackedRow[] = [];
    const asked = { ...tableRequest('/pb?id={ActionId}'), extra: () => undefined };
    values.ask(asked, (read) => {
      rows = read;
    });
    expect(rows).toHaveLength(1);
  });

  it('is asked and answers in what a thread can be sent', () => {
    const asked = tableRequest('/pb?id={ActionId}&status={Status}');
    const rows = structuredClone(JOBS.values(structuredClone(asked)));
    expect(rows.map((row) => unpacked(row, 2))).toEqual([
      expect.objectContaining({ key: 'id' }),
      {
        place: 'query',
        key: 'status',
        cells: [
          { value: 'PENDING', changed: false },
          { value: 'REVERSED', changed: true },
        ],
      },
    ]);
  });

  it('does the work itself after a thread fell over, the text included that it fell over', () => {
    const { ask, threads, told } = rig();
    ask('/1');
    const { thread } = threads[0]!;
    thread.onerror!.call(thread as Worker, {} as ErrorEvent);
    expect(told).toEqual(['/1']);
    ask('/2');
    expect(told).toEqual(['/1', '/2']);
  });
});

describe('findings of a text that has changed since', () => {
  const found = (text: string, start: number, end: number) =>
    finding({ field: 'url' }, 'placeholder-unknown', [start, end], text, '', {
      title: 'Write it',
      edits: [{ start, end, text: 'x' }],
    });

  it('stand at the very words that they were about, or are not told', () => {
    const text = fc
      .array(fc.constantFrom('a', 'b', '{x}', '&', '😀'), { maxLength: 12 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(text, text, fc.nat(), fc.nat(), (before, after, one, two) => {
        const start = one % (before.length + 1);
        const end = start + (two % (before.length - start + 1));
        const whole = start === 0 && end === before.length;
        for (const { start: from, end: to, fix } of movedFindings([found('', start, end)], before, after)) {
          if (whole) expect([from, to]).toEqual([0, after.length]);
          else expect(after.slice(from, to)).toBe(before.slice(start, end));
          for (const edit of fix?.edits ?? [])
            expect(after.slice(edit.start, edit.end)).toBe(before.slice(start, end));
        }
      }),
    );
  });

  it('move along with what is typed before them, and go with what they were about', () => {
    const [moved] = movedFindings([found('', 4, 9)], '/pb?{abc}', '/more?{abc}');
    expect(moved).toMatchObject({ start: 6, end: 11, fix: { edits: [{ start: 6, end: 11 }] } });
    expect(movedFindings([found('', 4, 9)], '/pb?{abc}', '/pb?{ab}')).toEqual([]);
  });
});
