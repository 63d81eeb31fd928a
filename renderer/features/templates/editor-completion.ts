import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  completionKeymap,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { type EditorView, hoverTooltip, keymap } from '@codemirror/view';
import type { Placeholder } from '../../../shared/placeholders/placeholder-registry.ts';
import { secretOf, secretText } from '../../../shared/secrets/name.ts';
import { parseTemplate, placeholderAt } from '../../../shared/template/parse.ts';

type Registry = ReadonlyMap<string, Placeholder>;

/** What the editor knows of names; asked each time, since both change while one types. */
export interface KnownNames {
  registry: () => Registry;
  /** The secrets that have a value on this machine; undefined while that is not known. */
  secrets: () => readonly string[] | undefined;
}

/** The lines of a small card, each with its class. */
function card(lines: readonly (readonly [className: string, text: string])[]): HTMLElement {
  const root = document.createElement('div');
  root.className = 'templates-doc';
  for (const [className, text] of lines) {
    const element = document.createElement('div');
    element.className = className;
    element.textContent = text;
    root.append(element);
  }
  return root;
}

function placeholderCard({ name, description, example, certainty, type, values }: Placeholder): HTMLElement {
  return card([
    ['mono strong', `{${name}}`],
    ['', description],
    ...(values === undefined ? [] : [['dimmed', `One of: ${values.join(', ')}`] as const]),
    ...(example === '' ? [] : [['mono dimmed', `such as ${example}`] as const]),
    ['dimmed', `${type}, ${certainty}`],
  ]);
}

function secretCard(name: string): HTMLElement {
  return card([
    ['mono strong', secretText(name)],
    ['', 'A secret of this machine. Its value is put in when the request is sent.'],
  ]);
}

const TYPED = /\{(?:secret:)?[A-Za-z0-9_.-]*$/;

/** What is typed as far as it may begin a placeholder becomes the whole placeholder. */
function completion(text: string, detail: string, info: () => HTMLElement): Completion {
  return {
    label: text,
    detail,
    info,
    apply: (view: EditorView, _completion: Completion, from: number, to: number) => {
      // A closing brace that stands there already belongs to it.
      const end = view.state.sliceDoc(to, to + 1) === '}' ? to + 1 : to;
      view.dispatch({
        changes: { from, to: end, insert: text },
        selection: { anchor: from + text.length },
        userEvent: 'input.complete',
      });
    },
  };
}

function completions({ registry, secrets }: KnownNames) {
  return (context: CompletionContext): CompletionResult | null => {
    const typed = context.matchBefore(TYPED);
    if (typed === null) return null;
    const options = [
      ...[...registry().values()].map((placeholder) =>
        completion(`{${placeholder.name}}`, placeholder.certainty, () => placeholderCard(placeholder)),
      ),
      ...(secrets() ?? []).map((name) => completion(secretText(name), 'secret', () => secretCard(name))),
    ];
    return { from: typed.from, options, validFor: new RegExp(`^${TYPED.source}`) };
  };
}

/** Characters to each side of the pointer in which a placeholder is looked for. */
const LONGEST_NAME = 200;

function docs({ registry }: KnownNames) {
  return hoverTooltip((view, position) => {
    const from = Math.max(0, position - LONGEST_NAME);
    const near = view.state.sliceDoc(from, position + LONGEST_NAME);
    const segment = placeholderAt(near, position - from);
    if (segment === undefined) return null;
    const secret = secretOf(segment.name);
    const placeholder = registry().get(segment.name);
    const dom =
      secret !== undefined
        ? secretCard(secret)
        : placeholder === undefined
          ? null
          : placeholderCard(placeholder);
    if (dom === null) return null;
    return { pos: from + segment.start, end: from + segment.end, above: true, create: () => ({ dom }) };
  });
}

/** Moves the selection to the next placeholder, or lets the key go on where there is none. */
function nextPlaceholder(direction: 1 | -1) {
  return (view: EditorView): boolean => {
    const { from, to } = view.state.selection.main;
    const all = parseTemplate(view.state.doc.toString()).filter(({ type }) => type === 'placeholder');
    const next =
      direction === 1 ? all.find(({ start }) => start >= to) : all.findLast(({ end }) => end <= from);
    if (next === undefined) return false;
    view.dispatch({ selection: { anchor: next.start, head: next.end }, scrollIntoView: true });
    return true;
  };
}

/**
 * Completion of names after "{", what is known of one under the pointer, and Tab to the next one; in a cell of a table
 * Tab goes to the next cell.
 */
export function placeholderHelp(known: KnownNames, inCell: boolean): Extension {
  return [
    autocompletion({ override: [completions(known)], icons: false, activateOnTyping: true }),
    closeBrackets(),
    docs(known),
    keymap.of(completionKeymap),
    // After the last placeholder Tab goes on to the next control, as everywhere.
    inCell ? [] : keymap.of([{ key: 'Tab', run: nextPlaceholder(1), shift: nextPlaceholder(-1) }]),
  ];
}
