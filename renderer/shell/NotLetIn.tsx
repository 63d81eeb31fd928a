import { CopyButton } from '../components/CopyButton.tsx';
import { IconPlugConnectedX } from '../components/icons.ts';

/** What lets a tab in, wherever the screen of a data folder is served. */
export const OPEN_COMMAND = 'postbench open';

/** Stands in for the whole screen in a tab that the engine does not know. */
export function NotLetIn() {
  return (
    <main className="shell-not-let-in" data-testid="not-let-in">
      <IconPlugConnectedX size={32} stroke={1.25} aria-hidden="true" />
      <h1 className="text-16 medium">This tab needs a new link</h1>
      <p>
        The link was used more than 10 minutes ago, or Postbench was restarted. Run this in a terminal; it
        opens a tab that works, and this one continues, too.
      </p>
      <div className="shell-not-let-in-command">
        <code className="mono">{OPEN_COMMAND}</code>
        <CopyButton text={OPEN_COMMAND} label="Copy command" caption="Copy" />
      </div>
      <p className="dimmed text-12">
        In a checkout, it is <code className="mono">npm run -s postbench -- open</code>. If Postbench uses
        another data folder, add its <code className="mono">--data-dir</code>.
      </p>
    </main>
  );
}
