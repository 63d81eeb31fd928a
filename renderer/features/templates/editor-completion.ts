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
import { parseTemplate } from '../../../shared/template/parse.ts';

type Registry = () => ReadonlyMap<string, Placeholder>;

/** What is known of a placeholder, as a small card. */
function card({ name, description, example, certainty, type, values }: Placeholder): HTMLElement {
  const root = document.createElement('div');
  root.className = 'templates-doc';
  const line = (className: string, text: string) => {
    const element = document.createElement('div');
    element.className = className;
    element.textContent = text;
    root.append(element);
  };
  line('mono strong', `{${name}}`);
  line('', description);
  if (values !== undefined) line('dimmed', `One of: ${values.join(', ')}`);
  if (example !== '') line('mono dimmed', `such as ${example}`);
  line('dimmed', `${type}, ${certainty}`);
  return root;
}

function completions(registry: Registry) {
  return (context: CompletionContext): CompletionResult | null => {
    const typed = context.matchBefore(/\{[A-Za-z0-9_]*$/);
    if (typed === null) return null;
    const options = [...registry().values()].map(
      (placeholder): Completion => ({
        label: `{${placeholder.name}}`,
        detail: placeholder.certainty,
        info: () => card(placeholder),
        apply: (view: EditorView, _completion: Completion, from: number, to: number) => {
          // A closing brace that stands there already belongs to it.
          const end = view.state.sliceDoc(to, to + 1) === '}' ? to + 1 : to;
          const insert = `{${placeholder.name}}`;
          view.dispatch({
            changes: { from, to: end, insert },
            selection: { anchor: from + insert.length },
            userEvent: 'input.complete',
          });
        },
      }),
    );
    return { from: typed.from, options, validFor: /^\{[A-Za-z0-9_]*$/ };
  };
}

/** Characters to each side of the pointer in which a placeholder is looked for. */
const LONGEST_NAME = 200;

function docs(registry: Registry) {
  return hoverTooltip((view, position) => {
    const from = Math.max(0, position - LONGEST_NAME);
    const near = view.state.sliceDoc(from, position + LONGEST_NAME);
    const segment = parseTemplate(near).find(
      ({ start, end, type }) => type === 'placeholder' && position >= from + start && position <= from + end,
    );
    if (segment?.type !== 'placeholder') return null;
    const placeholder = registry().get(segment.name);
    if (placeholder === undefined) return null;
    const [pos, end] = [from + segment.start, from + segment.end];
    return { pos, end, above: true, create: () => ({ dom: card(placeholder) }) };
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
export function placeholderHelp(registry: Registry, inCell: boolean): Extension {
  return [
    autocompletion({ override: [completions(registry)], icons: false, activateOnTyping: true }),
    closeBrackets(),
    docs(registry),
    keymap.of(completionKeymap),
    // After the last placeholder Tab goes on to the next control, as everywhere.
    inCell ? [] : keymap.of([{ key: 'Tab', run: nextPlaceholder(1), shift: nextPlaceholder(-1) }]),
  ];
}
