import type { OnEdit } from '../../state/postback-drafts.ts';
import './url-table.css';
import { Button, SegmentedControl } from '@mantine/core';
import { memo } from 'react';
import type { Finding } from '../../../shared/template/lint/finding.ts';
import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { readUrl } from '../../../shared/template/url-table.ts';
import type { MarkContext } from './editor-marks.ts';
import { showHeaders, showUrlAs, usePanels } from './editor-panels.ts';
import { FieldFindings } from './FieldFindings.tsx';
import { FieldProblem } from './FieldProblem.tsx';
import { SEVERITY_ICONS } from './severity.tsx';
import { TemplateEditor } from './TemplateEditor.tsx';
import type { TemplateText } from './template-text.ts';
import { worstFirst } from './worst-first.ts';

interface Props {
  text: TemplateText;
  /** What the text is now. */
  url: string;
  method: PostbackForm['method'];
  problem: string | undefined;
  context: MarkContext;
  findings: readonly Finding[];
  /** How many headers the postback has, and what was found in them. */
  headers: number;
  ofHeaders: readonly Finding[];
  onEdit: OnEdit;
}

/** The line of method and URL, with what opens below it: the parameters as a table instead of the text, and the headers. */
export const UrlField = memo((props: Props) => {
  const { text, url, method, problem, context, findings, headers, ofHeaders, onEdit } = props;
  const { urlView, headers: headersShown } = usePanels();
  const asTable = urlView === 'table';
  const [worst] = worstFirst(ofHeaders);
  return (
    <div className="templates-url">
      <div className="templates-url-line">
        <SegmentedControl
          aria-label="Method"
          value={method}
          onChange={(next) => onEdit((current) => ({ ...current, method: next as PostbackForm['method'] }))}
          data={['GET', 'POST']}
        />
        {asTable ? (
          <span className="dimmed text-12 ellipsis templates-url-as-table">
            The URL is shown as its parameters.
          </span>
        ) : (
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
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          className="templates-toggle templates-toggle-first"
          aria-pressed={asTable}
          data-active={asTable || undefined}
          onClick={() => showUrlAs(asTable ? 'text' : 'table')}
        >
          Parameters <span className="templates-toggle-count">{readUrl(url).rows.length}</span>
        </Button>
        <Button
          variant="subtle"
          color="gray"
          size="sm"
          className="templates-toggle"
          aria-expanded={headersShown}
          aria-controls="templates-headers"
          data-active={headersShown || undefined}
          onClick={() => showHeaders(!headersShown)}
        >
          Headers <span className="templates-toggle-count">{headers}</span>
          {worst === undefined || headersShown ? null : SEVERITY_ICONS[worst.severity]}
        </Button>
      </div>
      <FieldProblem text={problem} />
      <FieldFindings field="url" />
    </div>
  );
});
