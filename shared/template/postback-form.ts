import { z } from 'zod';
import { BODY_FORMATS, type Postback, postbackSchema } from './postback.ts';

const KEPT = ['minimumDelay', 'maximumRequestsPerSecond', 'successResponse', 'errorResponse'] as const;

const { kind, level, method } = postbackSchema.shape;

/** A postback while it is edited. Unlike a file, it may be invalid, and a disabled body keeps its text. */
export const formSchema = z.object({
  name: z.string(),
  kind: kind.unwrap(),
  level: level.unwrap(),
  program: z.string().optional(),
  eventType: z.string().optional(),
  changes: z.boolean(),
  enabled: z.boolean(),
  method: method.unwrap(),
  url: z.string(),
  /** Rows keep their place while a name is incomplete or repeated. */
  headers: z.array(z.object({ id: z.number(), name: z.string(), value: z.string() })),
  body: z.object({
    on: z.boolean(),
    format: z.enum(BODY_FORMATS),
    template: z.string(),
    escape: z.enum(['by-place', 'raw']),
  }),
  /** Fields that are not edited here and stay as in the file. */
  kept: z.custom<Pick<Postback, (typeof KEPT)[number]>>(
    (value) => typeof value === 'object' && value !== null,
  ),
});
export type PostbackForm = z.output<typeof formSchema>;

/** A header while it is edited. */
export type HeaderRow = PostbackForm['headers'][number];

/** Sentences by field: "name", "url", "headers.3" (the row's id), "body". */
export type FieldProblems = Readonly<Record<string, string>>;

/** A postback from a file, ready to be edited. */
export function formOf(postback: Postback): PostbackForm {
  const { name, kind, level, program, eventType, changes, enabled, method, url, headers, body } = postback;
  return {
    name,
    kind,
    level,
    program,
    eventType,
    changes,
    enabled,
    method,
    url,
    headers: Object.entries(headers).map(([header, value], id) => ({ id, name: header, value })),
    body:
      body === undefined
        ? { on: false, format: 'json', template: '', escape: 'by-place' }
        : { on: true, ...body },
    kept: keptOf(postback),
  };
}

function keptOf(postback: Postback): PostbackForm['kept'] {
  return Object.fromEntries(
    KEPT.flatMap((key) => (postback[key] === undefined ? [] : [[key, postback[key]]])),
  );
}

/** The postback that a form describes, checked or not. */
export function draftOf(form: PostbackForm): Postback {
  const { headers, body, kept, ...rest } = form;
  const { on, ...sent } = body;
  return {
    ...rest,
    ...kept,
    // A row without a name would only be an incomplete line in the preview.
    headers: Object.fromEntries(
      headers.filter(({ name }) => name !== '').map(({ name, value }) => [name, value]),
    ),
    ...(on ? { body: sent } : {}),
  };
}

/** The errors by field, or the postback if there are none. */
export function readForm(form: PostbackForm): { postback: Postback | null; problems: FieldProblems } {
  const problems: Record<string, string> = {};
  const draft = draftOf(form);
  const parsed = postbackSchema.safeParse({ ...draft, headers: {} });
  for (const { path, message } of parsed.error?.issues ?? []) problems[String(path[0])] ??= message;
  const seen = new Set<string>();
  for (const { id, name, value } of form.headers) {
    const why = headerProblem(name, value, seen);
    if (why !== undefined) problems[`headers.${id}`] = why;
    seen.add(name.toLowerCase());
  }
  const good = Object.keys(problems).length === 0 && parsed.data !== undefined;
  return { postback: good ? { ...parsed.data, headers: draft.headers } : null, problems };
}

function headerProblem(name: string, value: string, before: ReadonlySet<string>): string | undefined {
  if (name === '') return 'needs a name';
  if (before.has(name.toLowerCase())) return `"${name}" is already there`;
  if (/[\r\n]/.test(value)) return 'the value must be one line';
  const { headers } = postbackSchema.shape;
  return headers.safeParse({ [name]: value }).error?.issues.map(issueText)[0];
}

/** A record reports a bad key as "Invalid key in record" with the reason inside. */
function issueText(issue: { message: string; issues?: { message: string }[] }): string {
  return issue.issues?.[0]?.message ?? issue.message;
}

/** Whether two forms describe the same file. A disabled body is ignored, whatever its text. */
export function sameForm(a: PostbackForm, b: PostbackForm): boolean {
  const alike = (one: readonly unknown[], other: readonly unknown[]) =>
    one.length === other.length && one.every((value, index) => value === other[index]);
  // Compares the texts without serializing them: a body of megabytes is compared at each keystroke.
  const fields = (form: PostbackForm) => [
    form.name,
    form.kind,
    form.level,
    form.program,
    form.eventType,
    form.changes,
    form.enabled,
    form.method,
    form.url,
    ...form.headers.flatMap(({ name, value }) => [name, value]),
    ...(form.body.on ? [form.body.format, form.body.escape, form.body.template] : []),
  ];
  return a.body.on === b.body.on && alike(fields(a), fields(b));
}

/** The parts of a postback that people compare, in order. */
export function comparable(postback: Postback): string {
  const { name, kind, level, program, eventType, changes, enabled, method, url, headers, body } = postback;
  return [
    `name: ${name}`,
    `kind: ${kind}`,
    ...(level === 'global' ? [] : [`level: ${program} ${eventType}${changes ? '' : ', tracked only'}`]),
    `enabled: ${enabled}`,
    `${method} ${url.replaceAll(/([?&])/g, '$1\n  ')}`,
    ...Object.entries(headers).map(([header, value]) => `${header}: ${value}`),
    ...(body === undefined ? [] : [`body: ${body.format}`, body.template]),
  ].join('\n');
}
