import { notifications } from '@mantine/notifications';
import { CopyButton } from '../components/CopyButton.tsx';

interface Shown {
  title: string;
  remedy: string;
  place: string;
}

/** A notice of an error: stays until it is closed. The same text is shown once. */
export function showProblem({ title, remedy, place }: Shown, copyText: string): void {
  notifications.show({
    id: copyText,
    color: 'red',
    autoClose: false,
    withCloseButton: true,
    closeButtonProps: { 'aria-label': 'Close' },
    role: 'alert',
    title,
    message: (
      <div className="notice">
        {place === '' ? null : <div className="mono">{place}</div>}
        {remedy === '' ? null : <div>{remedy}</div>}
        <CopyButton text={copyText} label="Copy error" caption="Copy" />
      </div>
    ),
  });
}

/** A short notice that something was done. */
export function showSaid(text: string): void {
  notifications.show({ message: text, autoClose: 4_000, withCloseButton: false, role: 'status' });
}
