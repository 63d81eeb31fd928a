import { CopyButton } from '../components/CopyButton.tsx';
import { IconPlugConnectedX } from '../components/icons.ts';

/** What lets a tab in, wherever the screen of a data folder is served. */
export const OPEN_COMMAND = 'postbench open';

/** Stands in for the whole screen in a tab that the engine does not know. */
export function NotLetIn() {
  return (
    <main className="shell-not-let-in" data-testid="not-let-in">
      <IconPlugConnectedX size={32} stroke={1.25} aria-hidden="true" />
      <h1>This tab is not connected to Postbench</h1>
      <p>
        Its link has expired, or Postbench was restarted. Run this command in a terminal: it opens a new tab
        and reconnects this one.
      </p>
      <div className="shell-not-let-in-command">
        <code className="mono">{OPEN_COMMAND}</code>
        <CopyButton text={OPEN_COMMAND} label="Copy command" caption="Copy" />
      </div>
      <p className="dimmed text-12">
        In a checkout, use <code className="mono">npm run -s postbench -- open</code>. If Postbench was
        started with <code className="mono">--data-dir</code>, add the same option.
      </p>
    </main>
  );
}
