import { useCallback } from 'react';
import { create } from 'zustand';
import type { PostbackKind } from '../../../shared/placeholders/placeholder-registry.ts';
import { readText, writeText } from '../../lib/local-storage.ts';
import { useWorkspace } from '../../state/workspace.ts';
import { useTemplatesView } from './templates-view.ts';

/** Made-up events of a kind; values typed by hand; no values at all. Anything else is a scenario's file, or one below. */
export const MADE_UP = 'made-up';
export const TYPED = 'typed';
export const NO_SAMPLE = 'none';
const ACTION = 'action:';
const CAPTURE = 'capture:';

export const actionSample = (key: number) => `${ACTION}${key}`;
export const captureSample = (id: number) => `${CAPTURE}${id}`;
const numberIn = (id: string | null, prefix: string) =>
  id?.startsWith(prefix) === true ? Number(id.slice(prefix.length)) : null;
export const actionKeyOf = (id: string | null) => numberIn(id, ACTION);
export const captureIdOf = (id: string | null) => numberIn(id, CAPTURE);

/** A value typed for a placeholder; null for one that is missing on purpose. */
export type Typed = Readonly<Record<string, string | null>>;

interface Choice {
  /** The sample of each kind of postback in each workspace. */
  chosen: Readonly<Record<string, string>>;
  typed: Readonly<Record<string, Typed>>;
  /** The values are being typed. */
  typing: boolean;
}

const useChoice = create<Choice>()(() => ({ chosen: {}, typed: {}, typing: false }));

const NOTHING: Typed = {};

const useFolder = () => useWorkspace(({ view }) => view?.folder ?? '');

/** What was chosen for a kind of postback, also in an earlier session; null when nothing was. */
export function useSelectedSample(kind: PostbackKind): [string | null, (id: string) => void] {
  const key = `sample.${useFolder()}.${kind}`;
  const chosen = useChoice((state) => state.chosen[key]) ?? readText(key) ?? null;
  const choose = useCallback(
    (id: string) => {
      writeText(key, id);
      useChoice.setState((state) => ({ chosen: { ...state.chosen, [key]: id } }));
      useTemplatesView.setState({ step: 0 });
    },
    [key],
  );
  return [chosen, choose];
}

function readTyped(key: string): Typed {
  try {
    const value: unknown = JSON.parse(readText(key) ?? '{}');
    if (typeof value !== 'object' || value === null) return NOTHING;
    const entries = Object.entries(value).filter(([, one]) => one === null || typeof one === 'string');
    return Object.fromEntries(entries) as Typed;
  } catch {
    // Nobody wrote that but a version with another idea of it.
    return NOTHING;
  }
}

const read = new Map<string, Typed>();

/** The values typed in this workspace, and how to replace them. */
export function useTyped(): [Typed, (typed: Typed) => void] {
  const key = `typed.${useFolder()}`;
  const stored = useChoice((state) => state.typed[key]);
  if (stored === undefined && !read.has(key)) read.set(key, readTyped(key));
  const typed = stored ?? read.get(key) ?? NOTHING;
  const set = (next: Typed) => {
    writeText(key, JSON.stringify(next));
    useChoice.setState((state) => ({ typed: { ...state.typed, [key]: next } }));
  };
  return [typed, set];
}

export const useIsTyping = () => useChoice(({ typing }) => typing);
export const setTyping = (typing: boolean) => useChoice.setState({ typing });
