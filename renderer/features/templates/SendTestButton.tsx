import type { PostbackForm } from '../../../shared/template/postback-form.ts';
import { IconPlayerPlay } from '../../components/icons.ts';
import { ReasonedButton } from '../../components/ReasonedButton.tsx';
import { useTemplatesView } from './templates-view.ts';

interface Props {
  file: string;
  level: PostbackForm['level'];
  edited: boolean;
}

/** Why a postback cannot be tested as the platform tests it; undefined when it can. */
export function whyNoTest({ level, edited }: Omit<Props, 'file'>): string | undefined {
  if (level === 'global') {
    return 'The platform’s own test only covers postbacks for one event type. Use the guided test conversion in the Simulator instead.';
  }
  return edited ? 'Save first: the test uses the saved file.' : undefined;
}

/** Leads to the platform's own test of a postback. */
export function SendTestButton({ file, level, edited }: Props) {
  return (
    <ReasonedButton
      size="xs"
      className="templates-send"
      aria-label="Send a test"
      leftSection={<IconPlayerPlay size={14} stroke={1.5} />}
      why={whyNoTest({ level, edited })}
      onClick={() => useTemplatesView.setState({ testing: file })}
    >
      Send a test
    </ReasonedButton>
  );
}
