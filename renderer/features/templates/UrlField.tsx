import type { OnEdit } from '../../state/postback-drafts.ts';
import './url-table.css';
import { Button, SegmentedControl } from '@mantine/core';
import { IconBraces } from '@tabler/icons-react';
import { memo } from 'react';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { readUrl } from '../../../shared/template/url-table.ts';
import { counted } from '../../lib/format.ts';
import type { MarkContext } from './editor-marks.ts';
import { showPalette, showUrlAs, type UrlView, usePanels } from './editor-panels.ts';
import { FieldProblem } from './FieldProblem.tsx';
import { TemplateEditor } from './TemplateEditor.tsx';
import type { TemplateText } from './template-text.ts';

interface Props {
  text: TemplateText;
  /** What the text is now. */
  url: string;
  method: PostbackForm['method'];
  problem: string | undefined;
  context: MarkContext;
  findings: readonly Finding[];
  onEdit: OnEdit;
}

/** Method and URL, and how the latter is shown: as one text here, or as the table below. */
export const UrlField = memo(({ text, url, method, problem, context, findings, onEdit }: Props) => {
  const { urlView, palette } = usePanels();
  return (
    <div className="templates-url">
      <div className="templates-url-head">
        <SegmentedControl
          aria-label="Method"
          value={method}
          onChange={(next) => onEdit((current) => ({ ...current, method: next as PostbackForm['method'] }))}
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
        <span className="faint text-12 nowrap">{counted(readUrl(url).rows.length, 'parameter')}</span>
        <span className="spacer" />
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
          value={url}
          findings={findings}
          context={context}
          invalid={problem !== undefined}
        />
      )}
      <FieldProblem text={problem} />
    </div>
  );
});
