import { IconCertificate, IconListCheck, IconZoomQuestion } from '@tabler/icons-react';
import { useCommands } from '../../state/commands.ts';
import { openSending } from '../../state/sending-dialog.ts';
import { useWorkspace } from '../../state/workspace.ts';

/** The tabs of the dialog, from every section. */
export function useSendingCommands(): void {
  const name = useWorkspace(({ view }) => view?.settings.sending.profile);
  useCommands([
    {
      id: 'sending.rules',
      title: 'Sending rules…',
      detail: name,
      section: 'Sending',
      icon: IconListCheck,
      enabled: name !== undefined,
      run: () => openSending('profile'),
    },
    {
      id: 'sending.whatIf',
      title: 'What if…',
      section: 'Sending',
      icon: IconZoomQuestion,
      enabled: name !== undefined,
      run: () => openSending('what-if'),
    },
    {
      id: 'sending.certificates',
      title: 'Trusted certificates…',
      section: 'Sending',
      icon: IconCertificate,
      enabled: name !== undefined,
      run: () => openSending('certificates'),
    },
  ]);
}
