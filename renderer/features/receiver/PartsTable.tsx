import { type ReactNode, useState } from 'react';
import { bodyText } from '../../../shared/http/body-text.ts';
import type { MultipartPart } from '../../../shared/receiver/multipart-fields.ts';
import { IconButton } from '../../components/IconButton.tsx';
import { IconDeviceFloppy } from '../../components/icons.ts';
import { WireText } from '../../components/WireText.tsx';
import { count, bytes as size } from '../../lib/format.ts';
import { saveBytes } from '../../lib/save-file.ts';
import { FieldValue } from './FieldValue.tsx';

/** Characters of a preview. */
const PREVIEW = 200;

interface PartsTableProps {
  /** The body without its Content-Encoding. */
  bytes: Uint8Array;
  parts: readonly MultipartPart[];
  /** Shows the bytes of a part as a body of its own. */
  show: (title: string, bytes: Uint8Array, contentType: string) => ReactNode;
}

/** The parts of a multipart body: what each is called, is, and begins with; each can be saved, and opened below. */
export function PartsTable({ bytes, parts, show }: PartsTableProps) {
  const [opened, setOpened] = useState<number | null>(null);
  const part = opened === null ? undefined : parts[opened];
  return (
    <>
      <table className="receiver-form-parts" aria-label="Form parts">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">File</th>
            <th scope="col">Type</th>
            <th scope="col">Content</th>
            <th scope="col">Size</th>
            <th scope="col">
              <span className="visually-hidden">Save</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: names repeat, and the order never changes
            <tr key={index} aria-current={index === opened}>
              <th scope="row">
                <button
                  type="button"
                  className="receiver-form-part mono"
                  aria-expanded={index === opened}
                  title={`Open part ${index + 1}`}
                  onClick={() => setOpened(index === opened ? null : index)}
                >
                  <WireText text={one.name} />
                </button>
              </th>
              <td>{one.filename === undefined ? null : <WireText text={one.filename} />}</td>
              <td className="dimmed receiver-form-type">{one.type}</td>
              <td>
                <Preview bytes={bytes.subarray(one.from, one.to)} part={one} />
              </td>
              <td className="nowrap">{size(one.to - one.from)}</td>
              <td>
                <IconButton
                  label={`Save ${one.filename ?? one.name}`}
                  icon={<IconDeviceFloppy size={15} stroke={1.5} />}
                  onClick={() => saveBytes(fileName(one, index), bytes.slice(one.from, one.to), one.type)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {part === undefined ? null : (
        <OpenedPart key={opened} bytes={bytes} part={part} number={(opened ?? 0) + 1} show={show} />
      )}
    </>
  );
}

interface OpenedPartProps extends Pick<PartsTableProps, 'bytes' | 'show'> {
  part: MultipartPart;
  number: number;
}

function OpenedPart({ bytes, part, number, show }: OpenedPartProps) {
  // The same bytes each time, which what is below remembers by.
  const [own] = useState(() => bytes.slice(part.from, part.to));
  return show(`Part ${count(number)}`, own, part.type);
}

function Preview({ bytes, part: { filename, type } }: { bytes: Uint8Array; part: MultipartPart }) {
  const { text, guessed, bom } = bodyText(bytes.subarray(0, PREVIEW * 4), type);
  if (guessed) return <span className="faint">binary</span>;
  const shown = (bom ? '\ufeff' : '') + text.slice(0, PREVIEW);
  const line = filename === undefined ? shown : (shown.split(/\r?\n/, 1)[0] ?? '');
  return (
    <>
      <FieldValue text={line} />
      {line.length < text.length ? <span className="faint"> …</span> : null}
    </>
  );
}

/** What a part is saved as: no folder, no hidden file. */
function fileName({ filename, name }: MultipartPart, index: number): string {
  const base = (filename ?? name).split(/[/\\]/).at(-1)?.replace(/^\.+/, '') ?? '';
  return base === '' ? `part-${index + 1}` : base;
}
