import {
  type EditorState,
  type Extension,
  type Range,
  RangeSet,
  StateEffect,
  StateField,
  type Text,
} from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  layer,
  RectangleMarker,
  WidgetType,
} from '@codemirror/view';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { Severity } from '../../../shared/template/lint/rule-codes.ts';
import { isOfWhole } from './editor-lint.ts';

/** What an editor of several lines shows of the problems of its text. */
interface Shown {
  /** Of this text as it is now, the worst first. */
  findings: readonly Finding[];
  /** The one that is open under its line. */
  opened: Finding | null;
}

/** Tells an editor what was found in its text. */
export const setProblems = StateEffect.define<Shown>();

/** The worst problem of a line, and how many more it has. */
interface LineProblem {
  from: number;
  worst: Finding;
  more: number;
}

/** The problems line by line; those of the whole text have no line. */
export function problemLines(findings: readonly Finding[], doc: Text): LineProblem[] {
  const lines = new Map<number, LineProblem>();
  for (const finding of findings) {
    if (finding.start > doc.length || isOfWhole(finding, doc.length)) continue;
    const { from } = doc.lineAt(finding.start);
    const known = lines.get(from);
    if (known === undefined) lines.set(from, { from, worst: finding, more: 0 });
    else known.more += 1;
  }
  return [...lines.values()].sort((a, b) => a.from - b.from);
}

/** A problem in the few words that fit at the end of its line: its sentence up to the first stop. */
export function shortText({ worst, more }: Pick<LineProblem, 'worst' | 'more'>): string {
  const sentence = worst.message.split(/[:;.](?:\s|$)/)[0]!;
  return more === 0 ? sentence : `${sentence} (+${more})`;
}

/** The signs of severity.tsx: a gutter takes elements, not components. */
const PATHS: Record<Severity, string> = {
  error: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0M10 10l4 4m0 -4l-4 4',
  warning:
    'M12 9v4M10.363 3.591l-8.106 13.534a1.914 1.914 0 0 0 1.636 2.871h16.214a1.914 1.914 0 0 0 1.636 -2.87l-8.106 -13.536a1.914 1.914 0 0 0 -3.274 0M12 16h.01',
  info: 'M3 12a9 9 0 1 0 18 0a9 9 0 0 0 -18 0M12 9h.01M11 12h1v4h1',
};
const SVG = 'http://www.w3.org/2000/svg';

class Mark extends GutterMarker {
  readonly #severity: Severity;

  constructor(severity: Severity) {
    super();
    this.#severity = severity;
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof Mark && other.#severity === this.#severity;
  }

  override toDOM(): Element {
    const svg = document.createElementNS(SVG, 'svg');
    svg.setAttribute('viewBox', '0 0 24 24');
    svg.dataset.severity = this.#severity;
    const path = document.createElementNS(SVG, 'path');
    path.setAttribute('d', PATHS[this.#severity]);
    svg.append(path);
    return svg;
  }
}

/** The place below a line that a problem is drawn into from outside. */
class Zone extends WidgetType {
  readonly #host: HTMLElement;

  constructor(host: HTMLElement) {
    super();
    this.#host = host;
  }

  override eq(other: WidgetType): boolean {
    return other instanceof Zone && other.#host === this.#host;
  }

  override get estimatedHeight(): number {
    return this.#host.offsetHeight || 86;
  }

  override toDOM(): HTMLElement {
    return this.#host;
  }

  override ignoreEvent(): boolean {
    return true;
  }
}

interface Drawn {
  lines: DecorationSet;
  zone: DecorationSet;
  marks: RangeSet<GutterMarker>;
}

const NOTHING: Drawn = { lines: Decoration.none, zone: Decoration.none, marks: RangeSet.empty };

function draw({ findings, opened }: Shown, { doc }: EditorState, host: HTMLElement): Drawn {
  const lines = problemLines(findings, doc);
  const attributes = (line: LineProblem) => ({
    'data-problem': shortText(line),
    'data-severity': line.worst.severity,
  });
  return {
    lines: Decoration.set(
      lines.map((line) => Decoration.line({ attributes: attributes(line) }).range(line.from)),
    ),
    marks: RangeSet.of(lines.map(({ from, worst }) => new Mark(worst.severity).range(from))),
    zone: opened === null ? Decoration.none : Decoration.set(zoneOf(opened, doc, host)),
  };
}

/** Below the line that the problem begins in; above the first one where it is about the whole text. */
function zoneOf(opened: Finding, doc: Text, host: HTMLElement): Range<Decoration> {
  const whole = opened.start > doc.length || isOfWhole(opened, doc.length);
  const at = whole ? 0 : doc.lineAt(opened.start).to;
  return Decoration.widget({ widget: new Zone(host), block: true, side: whole ? -1 : 1 }).range(at);
}

/** Px between a line's end and its edge, as the styles have it. */
const EDGE = 12;

/** Whether the pointer is on the words at the end of a line, which are drawn by the style sheet alone. */
function isOnWords(line: Element, { clientX, clientY }: MouseEvent): boolean {
  const words = getComputedStyle(line, '::before');
  const { right, top } = line.getBoundingClientRect();
  const left = right - EDGE - Number.parseFloat(words.width);
  return clientX >= left && clientX <= right && clientY <= top + Number.parseFloat(words.height);
}

/**
 * Tints the lines with problems, marks them in the gutter, says each in a few words at the end of its line, and keeps
 * room for the one that is open, which is drawn into `host`. `onOpen` is told of a click on a mark or on the words,
 * with the stretch of the line.
 */
export function problemMarks(host: HTMLElement, onOpen: (from: number, to: number) => void): Extension {
  const drawn = StateField.define<Drawn>({
    create: () => NOTHING,
    update(value, { changes, docChanged, effects, state }) {
      const set = effects.find((effect) => effect.is(setProblems));
      if (set !== undefined) return draw(set.value, state, host);
      if (!docChanged) return value;
      return {
        lines: value.lines.map(changes),
        zone: value.zone.map(changes),
        marks: value.marks.map(changes),
      };
    },
    provide: (field) => [
      EditorView.decorations.from(field, ({ lines }) => lines),
      EditorView.decorations.from(field, ({ zone }) => zone),
    ],
  });
  // A layer below that of the selection: the ground of a line would hide what is selected in it.
  const tints = layer({
    above: false,
    class: 'templates-tints',
    update: ({ docChanged, viewportChanged, geometryChanged, startState, state }) =>
      docChanged || viewportChanged || geometryChanged || startState.field(drawn) !== state.field(drawn),
    markers: (view) => tintsOf(view, view.state.field(drawn).lines),
  });
  const openAt = (view: EditorView, position: number) => {
    const { from, to } = view.state.doc.lineAt(position);
    onOpen(from, to);
  };
  return [
    drawn,
    tints,
    gutter({
      class: 'templates-marks',
      markers: (view) => view.state.field(drawn).marks,
      domEventHandlers: {
        mousedown: (view, line, event) => {
          if (!(event.target instanceof Element) || event.target.closest('[data-severity]') === null)
            return false;
          openAt(view, line.from);
          return true;
        },
      },
    }),
    EditorView.domEventHandlers({
      mousedown: (event, view) => {
        const line = event.target;
        if (!(line instanceof Element) || !line.matches('.cm-line[data-problem]')) return false;
        if (!isOnWords(line, event)) return false;
        openAt(view, view.posAtDOM(line));
        return true;
      },
    }),
    EditorView.editorAttributes.of({ class: 'templates-with-problems' }),
  ];
}

/** A ground over the whole width for each line on screen that has a problem worth one. */
function tintsOf(view: EditorView, lines: DecorationSet): RectangleMarker[] {
  const tints: RectangleMarker[] = [];
  for (const { from, to } of view.visibleRanges) {
    lines.between(from, to, (at, _end, { spec }) => {
      const severity = (spec.attributes as Record<string, string>)['data-severity'];
      if (severity === 'info') return;
      // What is open below the line is no part of it.
      const block = view.lineBlockAt(at);
      const { top, height } = Array.isArray(block.type)
        ? (block.type.find(({ widget }) => widget === null) ?? block)
        : block;
      const width = view.scrollDOM.clientWidth;
      const name = `templates-tint-${severity}`;
      tints.push(new RectangleMarker(name, 0, top + view.documentPadding.top, width, height));
    });
  }
  return tints;
}
