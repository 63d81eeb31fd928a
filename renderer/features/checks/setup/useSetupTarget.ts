import { useMemo } from 'react';
import type { SharedSecret } from '../../../../shared/checks/check.ts';
import { findSharedSecret } from '../../../../shared/checks/request-changes.ts';
import { secretHeadersSentTo } from '../../../../shared/delivery/send-to.ts';
import { addParameter } from '../../../../shared/template/add-parameter.ts';
import { withDefaultQuery } from '../../../../shared/template/default-query.ts';
import type { ImportedValue } from '../../../../shared/template/import/guessed-values.ts';
import { readRequest } from '../../../../shared/template/import/read-requests.ts';
import { templateOf } from '../../../../shared/template/import/template-of-request.ts';
import { placeholderNames } from '../../../../shared/template/parse.ts';
import { type Postback, postbackSchema } from '../../../../shared/template/postback.ts';
import { type ProblemText, problemOf } from '../../../lib/problem.ts';
import { isOrigin } from '../../../state/run-options.ts';
import { useWorkspace } from '../../../state/workspace.ts';
import { type SetupDraft, useSetup } from './setup-draft.ts';

/** Where the checks go, as far as the first step says. */
export interface SetupTarget {
  /** The postback that will be sent; null until there is one. */
  postback: Postback | null;
  /** What stood in the request, for the table. */
  values: readonly ImportedValue[];
  notes: readonly string[];
  /** The full default query was added. */
  filled: boolean;
  /** What is wrong with the text; null where nothing is. */
  problem: ProblemText | null;
  /** It can be written into check.yaml as a URL; else it becomes a postback of the workspace. */
  isUrl: boolean;
  /** The URL to connect to. */
  address: string;
  /** Placeholders in URL, headers and body. */
  placeholders: ReadonlySet<string>;
  secret: SharedSecret | undefined;
  /** Headers that look like secrets and would go to another origin. */
  secretHeaders: readonly string[];
  /** Whether it may be sent: false until it is said what becomes of these headers. */
  decided: boolean;
}

const NOTHING = {
  postback: null,
  values: [],
  notes: [],
  filled: false,
  problem: null,
  isUrl: true,
  address: '',
  placeholders: new Set<string>(),
  secret: undefined,
  secretHeaders: [],
  decided: true,
} satisfies SetupTarget;

/** Name of the postback that a pasted request with a body or headers becomes. */
export const PASTED_NAME = 'My receiver';

/** The target that the draft describes. */
export function useSetupTarget(): SetupTarget {
  const draft = useSetup();
  const postbacks = useWorkspace(({ view }) => view?.postbacks);
  const { source, text, choices, added, file, at, secret, secretHeaders } = draft;
  return useMemo(() => {
    const made =
      source === 'paste'
        ? pasted({ text, choices, added })
        : listed(postbacks?.find((one) => one.file === file)?.content ?? null, at);
    const sent = (postbacks ?? []).flatMap(({ file: path, content }) =>
      content !== null && (content.enabled || path === file) ? [{ file: path, postback: content }] : [],
    );
    const secrets = source === 'postback' && isOrigin(at) ? secretHeadersSentTo(sent, at) : [];
    return {
      ...made,
      secret: secretOf(made.postback, secret),
      secretHeaders: secrets,
      decided: secrets.length === 0 || secretHeaders !== null,
    };
  }, [source, text, choices, added, file, at, secret, secretHeaders, postbacks]);
}

function secretOf(postback: Postback | null, named: string | null): SharedSecret | undefined {
  if (postback === null) return undefined;
  return findSharedSecret(postback, named ?? undefined) ?? findSharedSecret(postback, undefined);
}

function pasted({ text, choices, added }: Pick<SetupDraft, 'text' | 'choices' | 'added'>): SetupTarget {
  if (text.trim() === '') return NOTHING;
  try {
    const { values, notes, method, url, headers, body } = templateOf(readRequest(text), 'action', choices);
    const isUrl = method === 'GET' && Object.keys(headers).length === 0 && body === undefined;
    const whole = isUrl ? withDefaultQuery(url) : url;
    const bare = { name: PASTED_NAME, enabled: false, method, url: whole, headers, ...(body && { body }) };
    const parsed = postbackSchema.safeParse(bare);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const title = `The request cannot be used: ${issue?.message ?? 'it is invalid'}.`;
      return { ...NOTHING, problem: { code: '', title, remedy: 'Correct what was pasted.', place: '' } };
    }
    const postback = added
      .filter((name) => !namesIn(parsed.data).has(name))
      .reduce(addParameter, parsed.data);
    return {
      ...NOTHING,
      postback,
      values,
      notes,
      filled: whole !== url,
      isUrl,
      address: postback.url,
      placeholders: namesIn(postback),
    };
  } catch (error) {
    return { ...NOTHING, problem: problemOf(error) };
  }
}

function listed(postback: Postback | null, at: string): SetupTarget {
  if (postback === null) return NOTHING;
  const address = at.trim() === '' ? postback.url : at.trim();
  return { ...NOTHING, postback, isUrl: false, address, placeholders: namesIn(postback) };
}

function namesIn({ url, headers, body }: Postback): Set<string> {
  return new Set([url, ...Object.values(headers), body?.template ?? ''].flatMap(placeholderNames));
}
