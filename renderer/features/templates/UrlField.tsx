import './url-table.css';
import { Button, SegmentedControl } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { readUrl } from '../../../shared/template/url-table.ts';
import { counted } from '../../components/format.ts';
import type { MarkContext } from './editor-marks.ts';
import { FieldProblem } from './FieldProblem.tsx';
import { showPalette, showUrlAs, type UrlView, usePanels } from './panels.ts';
import { TemplateEditor } from './TemplateEditor.tsx';
import type { TemplateText } from './template-text.ts';

interface Props {
  text: TemplateText;
  form: PostbackForm;
  problem: string | undefined;
  context: MarkContext;
  findings: readonly Finding[];
  onEdit: (change: (form: PostbackForm) => PostbackForm) => void;
}

/** Method and URL, and how the latter is shown: as one text here, or as the table below. */
export function UrlField({ text, form, problem, context, findings, onEdit }: Props) {
  const { urlView, palette } = usePanels();
  return (
    <div className="tp-url">
      <div className="tp-url-head">
        <SegmentedControl
          aria-label="Method"
          value={form.method}
          onChange={(method) =>
            onEdit((current) => ({ ...current, method: method as PostbackForm['method'] }))
          }
          data={['GET', 'POST']}
        />
        <SegmentedControl
          aria-label="How the URL is shown"
          value={urlView}
          onChange={(view) => showUrlAs(view as UrlView)}
          data={[
            { value: 'text', label: 'Text' },
            { value: 'table', label: 'Parameters' },
          ]}
        />
        <span className="t3 f12 nw">{counted(readUrl(form.url).rows.length, 'parameter')}</span>
        <span className="sp" />
        <Button
          size="xs"
          variant="default"
          aria-pressed={palette}
          data-active={palette || undefined}
          leftSection={<IconBraces size={14} stroke={1.5} />}
          onClick={() => showPalette(!palette)}
        >
          Placeholders
        </Button>
      </div>
      {urlView === 'table' ? null : (
        <TemplateEditor
          oneLine
          label="URL"
          field="url"
          text={text}
          findings={findings}
          context={context}
          invalid={problem !== undefined}
        />
      )}
      <FieldProblem text={problem} />
    </div>
  );
}
