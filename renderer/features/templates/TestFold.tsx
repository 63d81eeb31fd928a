import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { useDelivery } from '../../state/deliveries.ts';
import { PreviewFold } from './PreviewFold.tsx';
import { whyNoTest } from './SendTestButton.tsx';
import { TestResult } from './TestDialog.tsx';
import { useTemplatesView } from './templates-view.ts';

interface Props {
  file: string;
  level: PostbackForm['level'];
  edited: boolean;
}

/** What became of the last test of a postback. */
export function TestFold({ file, level, edited }: Props) {
  const sent = useTemplatesView(({ tests }) => tests[file]);
  return (
    <PreviewFold fold="test" title="Test" label="Test" sum={useSum(sent)}>
      <div className="scroll templates-test">
        {sent === undefined ? (
          <p className="dimmed text-12">
            {whyNoTest({ level, edited }) ?? 'Nothing sent yet. The result of “Send a test” stays here.'}
          </p>
        ) : (
          <TestResult deliveryId={sent} />
        )}
      </div>
    </PreviewFold>
  );
}

/** "last: 200" */
function useSum(sent: number | undefined): string {
  const attempt = useDelivery(sent ?? null)?.attempts.at(-1);
  if (sent === undefined) return 'not sent yet';
  if (attempt === undefined || attempt.outcome === null) return 'sending…';
  return `last: ${attempt.status ?? 'no response'}`;
}
