import { readDocument } from '../../../shared/checks/records/read-document.ts';
import type { Look, ProbeFailure } from '../../../shared/checks/records/record.ts';
import type { StoryResponse } from '../../../shared/checks/story.ts';
import type { Values } from '../../../shared/placeholders/placeholder-values.ts';
import { localUrl } from '../../../shared/receiver/endpoints/local-url.ts';
import type { RenderedRequest, RenderSettings } from '../../../shared/template/postback.ts';
import { compileTemplate, render } from '../../../shared/template/render.ts';
import type { Probe } from './probe.ts';
import { RequestSender, type RequestSenderOptions } from './send-request.ts';

/** Real ms that a look may take, and bytes that it may bring back. */
export const PROBE_TIMEOUT = 10_000;

/** Sends the requests of a probe, and single ones of the user: within the time of a look, and its size. */
export function probeSender(
  options: Pick<RequestSenderOptions, 'transport' | 'secrets' | 'workspace' | 'ceiling' | 'signal'>,
): RequestSender {
  const times = { connectTimeout: PROBE_TIMEOUT, responseTimeout: PROBE_TIMEOUT };
  // One more than is read: what is longer was cut.
  return new RequestSender({ ...options, ...times, kept: LOOK_LIMIT + 1 });
}

/** A request with placeholders in its URL, headers and body. */
export interface RequestTemplate {
  url: string;
  method: string;
  headers: Readonly<Record<string, string>>;
  body?: string | undefined;
}

/** Renders a request of a probe, or of what registers a click. */
export function requestTemplate(
  { url, method, headers, body }: RequestTemplate,
  settings: RenderSettings,
): (values: Values) => RenderedRequest {
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? '';
  const format =
    /json/i.test(type) || /^\s*[[{]/.test(body ?? '') ? 'json' : /xml/i.test(type) ? 'xml' : 'form';
  const compiled = {
    url: compileTemplate(url, 'url'),
    headers: Object.entries(headers).map(
      ([name, value]) => [name, compileTemplate(value, 'header')] as const,
    ),
    body: body === undefined ? undefined : compileTemplate(body, format),
  };
  const ownType = {
    json: 'application/json',
    xml: 'application/xml',
    form: 'application/x-www-form-urlencoded',
  };
  return (values) => {
    const target = render(compiled.url, values, settings);
    return {
      method,
      url: localUrl(target, settings),
      headers: [
        ['User-Agent', 'Postbench'],
        ['Accept', 'application/json, */*;q=0.5'],
        ...(body === undefined || type !== '' ? [] : [['Content-Type', ownType[format]] as [string, string]]),
        ...compiled.headers.map(([name, value]): [string, string] => [name, render(value, values, settings)]),
      ],
      body: compiled.body === undefined ? null : render(compiled.body, values, settings),
    };
  };
}

/** Looks at records by a URL that shows one action: JSON, XML or a form. */
export function urlProbe(template: RequestTemplate, settings: RenderSettings, sender: RequestSender): Probe {
  const requestOf = requestTemplate(template, settings);
  return {
    words: `${template.method} ${template.url}`,
    look: async (values) => lookOf(await sender.send(requestOf(values))),
    asks: (values) => JSON.stringify(requestOf(values)),
  };
}

/** Characters that a look may bring back. */
export const LOOK_LIMIT = 1024 * 1024;

/** What a response shows of an action. */
export function lookOf({ outcome, status, headers, body, ms, cut = false }: StoryResponse): Look {
  const failed = (code: ProbeFailure, sentence: string, remedy: string): Look => ({
    type: 'failed',
    code,
    sentence,
    remedy,
    text: body.slice(0, 4_096),
    ms,
  });
  if (outcome === 'timeout' || outcome === 'connect-timeout')
    return failed(
      'timeout',
      'Your records were not shown within 10 s.',
      'Let the URL look up one action only.',
    );
  if (outcome === 'endless-answer' || cut)
    return failed('too-large', 'The response is larger than 1 MiB.', 'Let the URL show one action only.');
  if (outcome === 'not-allowed')
    return failed('unreachable', `${body}.`, 'Allow the host in the workspace, or with --allow-host.');
  if (outcome === 'refused')
    return failed(
      'unreachable',
      'Nothing is listening where your records should be shown.',
      'Start what shows them, or correct the URL.',
    );
  if (outcome === 'secret-missing') return failed('login', body, '');
  // The cause names the fingerprint, and what accepts it.
  if (outcome === 'tls-error') return failed('unreachable', `Your records could not be reached: ${body}`, '');
  if (outcome !== 'answered' || status === null)
    return failed(
      'unreachable',
      `Your records could not be reached: ${sentence(body || outcome)}`,
      'Check the URL.',
    );
  if (status === 404 || status === 410 || status === 204) return { type: 'none', text: body, ms };
  const login = 'Give it the header or secret that it needs; {secret:NAME} keeps it out of files.';
  if (status === 401 || status === 403)
    return failed('login', `The URL of your records responded with ${status}: it needs to log in.`, login);
  if (status >= 300 && status < 400) {
    const location = headers.find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '';
    return failed(
      'login',
      `The URL of your records redirects to ${location || 'nowhere'}; that is not followed.`,
      login,
    );
  }
  if (status < 200 || status > 299)
    return failed(
      'status',
      `The URL of your records responded with ${status}.`,
      'It should show one action, or 404.',
    );
  if (isLoginPage(body))
    return failed('login', 'The URL of your records shows a login page instead of a record.', login);
  const read = readDocument(body, headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1]);
  if ('none' in read) return { type: 'none', text: body, ms };
  if ('rows' in read) return { type: 'rows', rows: read.rows, text: body, ms };
  return failed(
    'unreadable',
    `What came back cannot be read: ${read.problem}.`,
    'Show one action as JSON, XML or a form.',
  );
}

/** With a full stop, and one only. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}

function isLoginPage(body: string): boolean {
  return /^\s*(?:<!doctype html|<html)/i.test(body) && /type=["']?password/i.test(body);
}
