import { create } from 'zustand';
import type { CheckConfig, StateConfig } from '../../../../shared/checks/config.ts';
import type { CheckReport } from '../../../../shared/checks/report.ts';
import type { SETUP_STEPS, SetupTexts } from '../../../../shared/checks/setup-texts.ts';
import { keepSetup } from '../../../state/draft-autosave.ts';

/** Random lives of a run that is started from the screen. */
export const LIVES = 200;

export type Step = (typeof SETUP_STEPS)[number];

/** How records are seen. */
export type View = SetupTexts['view'];

/** What a first look showed, and what it was asked for. */
export interface Tried {
  report: CheckReport;
  /** The configuration that it was made with, as JSON: another one asks for another look. */
  made: string;
}

/** "Test my receiver" while it is filled in: what is kept while it is unsaved, and what is not. */
export interface SetupDraft extends SetupTexts {
  /** The tick beside Start. */
  mine: boolean;
  tried: Tried | null;
  trying: boolean;
}

const EMPTY: SetupDraft = {
  basis: null,
  step: 'where',
  source: 'paste',
  text: '',
  choices: {},
  added: [],
  file: null,
  at: '',
  secretHeaders: null,
  secret: null,
  view: 'url',
  stateUrl: '',
  stateMethod: 'GET',
  stateHeaders: '',
  stateBody: '',
  fields: {},
  statuses: {},
  unit: null,
  before: '',
  beforeMethod: 'GET',
  set: '',
  lives: LIVES,
  mine: false,
  tried: null,
  trying: false,
};

interface Setup extends SetupDraft {
  /** The workspace that the draft belongs to; null before its check.yaml was read. */
  from: string | null;
}

export const useSetup = create<Setup>()(() => ({ ...EMPTY, from: null }));

export function change(draft: Partial<SetupDraft>): void {
  useSetup.setState(draft);
}

/** Begins with what was filled in last and is unsaved, else with what check.yaml of a workspace says. */
export function beginWith(folder: string, config: CheckConfig | null, unsaved: SetupTexts | null): void {
  const { step } = useSetup.getState();
  const basis = config && JSON.stringify(config);
  useSetup.setState({
    ...EMPTY,
    ...(config === null ? {} : { ...draftOf(config), step }),
    // What was written into check.yaml since is newer than what was left here.
    ...(unsaved?.basis === basis && unsaved),
    basis,
    from: folder,
  });
}

/** Forgets what is unsaved: check.yaml says it now. */
export function saved(config: CheckConfig | null): void {
  useSetup.setState({ basis: config && JSON.stringify(config) });
  const { from } = useSetup.getState();
  if (from !== null) keepSetup(from, null);
}

// What is typed outlives the page, as unsaved edits of postbacks do.
useSetup.subscribe((draft, before) => {
  const { from } = draft;
  if (from === null || from !== before.from) return;
  const texts = textsOf(draft);
  if (JSON.stringify(texts) !== JSON.stringify(textsOf(before))) keepSetup(from, texts);
});

function textsOf({ mine: _mine, tried: _tried, trying: _trying, from: _from, ...texts }: Setup): SetupTexts {
  return texts;
}

function viewOf(state: StateConfig | undefined): View {
  if (state === undefined) return 'url';
  return 'command' in state ? 'command' : 'response' in state ? 'response' : 'url';
}

/** A configuration as texts to edit. */
export function draftOf(config: CheckConfig): Partial<SetupDraft> {
  const { to, postback, at, secretHeaders, secret, state, before, set, explore } = config;
  const url = state !== undefined && 'url' in state ? state : undefined;
  const register = before !== undefined && 'url' in before ? before : undefined;
  return {
    source: postback === undefined ? 'paste' : 'postback',
    text: to ?? '',
    file: postback ?? null,
    at: at ?? '',
    secretHeaders: secretHeaders ?? null,
    secret: secret ?? null,
    view: viewOf(state),
    ...(url !== undefined && {
      stateUrl: url.url,
      stateMethod: url.method,
      stateHeaders: Object.entries(url.headers)
        .map(([name, value]) => `${name}: ${value}`)
        .join('\n'),
      stateBody: url.body ?? '',
    }),
    fields: state?.fields ?? {},
    statuses: state?.statuses ?? {},
    unit: state?.money?.unit ?? null,
    ...(register !== undefined && { before: register.url, beforeMethod: register.method }),
    set: Object.entries(set)
      .map(([name, value]) => `${name}=${value}`)
      .join('\n'),
    lives: explore ?? LIVES,
  };
}

/** `Name: value` lines; null where a line is not one. */
export function readHeaders(text: string): Record<string, string> | null {
  return readPairs(text, ':');
}

/** `Name=value` lines; null where a line is not one. */
export function readSet(text: string): Record<string, string> | null {
  return readPairs(text, '=');
}

function readPairs(text: string, sign: string): Record<string, string> | null {
  const pairs: [string, string][] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const at = line.indexOf(sign);
    if (at <= 0) return null;
    pairs.push([line.slice(0, at).trim(), line.slice(at + 1).trim()]);
  }
  return Object.fromEntries(pairs);
}

/**
 * The configuration that a draft describes, for a target; what check.yaml says beyond the draft (commands, settle, skip)
 * stays as it is.
 */
export function configOf(
  draft: SetupDraft,
  target: Pick<CheckConfig, 'to' | 'postback' | 'at' | 'secretHeaders'>,
  file: CheckConfig | null,
): CheckConfig {
  const { secret, set, lives } = draft;
  const {
    to: _to,
    postback: _postback,
    at: _at,
    secretHeaders: _secretHeaders,
    state,
    before,
    secret: _secret,
    ...rest
  } = file ?? {
    set: {},
    skip: [],
    only: [],
  };
  const seen = stateOf(draft, state);
  const registered =
    draft.before.trim() !== ''
      ? { url: draft.before.trim(), method: draft.beforeMethod, headers: {} }
      : before !== undefined && 'command' in before
        ? before
        : undefined;
  return {
    ...rest,
    ...target,
    ...(secret !== null && { secret }),
    ...(seen !== undefined && { state: seen }),
    ...(registered !== undefined && { before: registered }),
    set: readSet(set) ?? {},
    explore: lives,
  };
}

function stateOf(draft: SetupDraft, state: StateConfig | undefined): StateConfig | undefined {
  const { view, stateUrl, stateMethod, stateHeaders, stateBody, fields, statuses, unit } = draft;
  const reversed = state?.money?.reversed;
  const mapping = {
    ...(Object.keys(fields).length > 0 && { fields: { ...fields } }),
    ...(Object.keys(statuses).length > 0 && { statuses: { ...statuses } }),
    ...((unit !== null || reversed !== undefined) && {
      money: { ...(unit !== null && { unit }), ...(reversed !== undefined && { reversed }) },
    }),
    ...(state?.rows !== undefined && { rows: state.rows }),
    ...(state?.shared !== undefined && { shared: state.shared }),
  };
  switch (view) {
    case 'url':
      if (stateUrl.trim() === '') return undefined;
      return {
        url: stateUrl.trim(),
        method: stateMethod,
        headers: readHeaders(stateHeaders) ?? {},
        ...(stateBody !== '' && stateMethod === 'POST' && { body: stateBody }),
        ...mapping,
      };
    case 'command':
      return state !== undefined && 'command' in state ? { command: state.command, ...mapping } : undefined;
    case 'response':
      return { response: true, ...mapping };
    case 'none':
      return undefined;
  }
}
