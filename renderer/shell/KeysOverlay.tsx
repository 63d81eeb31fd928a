import { Dialog, DialogContent } from '../components/Dialog.tsx';
import { KeyCaps } from '../components/Kbd.tsx';
import type { Keys } from '../lib/keys.ts';
import { allCommands } from '../state/commands.ts';
import { grouped } from './find-commands.ts';

/** Keys that lists have by themselves, besides those of commands. */
const IN_LISTS: [Keys, string][] = [
  ['↑+↓', 'Previous and next row'],
  ['K+J', 'Previous and next row'],
  ['Shift+↑+↓', 'Select several rows (captures, deliveries)'],
  ['Mod+A', 'Select all rows (captures, deliveries)'],
  ['Shift+F10', 'Open the menu of the row (captures)'],
  ['Home+End', 'First and last row'],
  ['PageUp+PageDown', 'Page up and down'],
  ['Enter', 'Open the row’s details'],
  ['Esc', 'Back to the list'],
  ['Mod+C', 'Copy row'],
  ['Delete', 'Delete the postback (can be undone)'],
];

/** Keys of the response rules, while one of them has the focus. */
const IN_RULES: [Keys, string][] = [
  ['↑+↓', 'Previous and next rule'],
  ['Alt+↑+↓', 'Move your rule'],
  ['Delete', 'Remove your rule (can be undone)'],
];

/** Keys of the timeline, while it has the focus. */
const IN_TIMELINE: [Keys, string][] = [
  ['←+→', 'Previous and next attempt'],
  ['Shift+←+→', 'Scroll in time'],
  ['Mod+A', 'Select all rows'],
  ['J', 'Jump to now and follow'],
  ['0', 'Show everything'],
  ['-', 'Zoom out'],
];

/** Every key that does something now. */
export function KeysOverlay({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const bound = opened ? allCommands().filter(({ keys }) => keys !== undefined) : [];
  return (
    <Dialog opened={opened} onClose={onClose} title="Keyboard shortcuts" size={640}>
      <DialogContent>
        <div className="shell-keys">
          {grouped(bound).map(([section, commands]) => (
            <section key={section}>
              <h3 className="section-head">{section}</h3>
              {commands.map(({ id, title, keys }) => (
                <KeyLine key={id} keys={keys!} does={title} />
              ))}
            </section>
          ))}
          <section>
            <h3 className="section-head">In a list</h3>
            {IN_LISTS.map(([keys, does]) => (
              <KeyLine key={keys} keys={keys} does={does} />
            ))}
          </section>
          <section>
            <h3 className="section-head">In response rules</h3>
            {IN_RULES.map(([keys, does]) => (
              <KeyLine key={does} keys={keys} does={does} />
            ))}
          </section>
          <section>
            <h3 className="section-head">In the timeline</h3>
            {IN_TIMELINE.map(([keys, does]) => (
              <KeyLine key={keys} keys={keys} does={does} />
            ))}
            <div className="hstack shell-key-line">
              <span className="grow">Zoom in</span>
              <kbd className="keycap">+</kbd>
            </div>
          </section>
        </div>
      </DialogContent>
    </Dialog>
  );
}

function KeyLine({ keys, does }: { keys: Keys; does: string }) {
  return (
    <div className="hstack shell-key-line">
      <span className="grow">{does}</span>
      <KeyCaps keys={keys} />
    </div>
  );
}
