import { type Keys, keyCaps } from '../lib/keys.ts';

/** The caps of a key binding: "Mod+Shift+C" shows as Ctrl Shift C. */
export function KeyCaps({ keys }: { keys: Keys }) {
  return (
    <span className="keycaps">
      {keyCaps(keys).map((cap) => (
        <kbd key={cap} className="keycap">
          {cap}
        </kbd>
      ))}
    </span>
  );
}
