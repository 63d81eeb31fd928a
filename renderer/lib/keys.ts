import { type KeybindingPress, matchKeybindingPress, parseKeybinding } from 'tinykeys';

/** How a key binding is written: "Mod+K", "Alt+1", "Shift+F6", "/", "?". Mod is Cmd on a Mac, else Ctrl. */
export type Keys = string;

/** The binding of the newest Undo; texts being typed undo by themselves. */
export const UNDO_KEYS = 'Mod+Z';

export const IS_MAC = /mac/i.test(navigator.platform);

/** The caps of a binding as they stand on the keyboard: ["Ctrl", "Shift", "C"]. */
export function keyCaps(keys: Keys): string[] {
  return keys.split('+').map((part) => {
    if (part === 'Mod') return IS_MAC ? '⌘' : 'Ctrl';
    if (part === 'Alt' && IS_MAC) return '⌥';
    if (part === 'Shift' && IS_MAC) return '⇧';
    return part === 'Escape' ? 'Esc' : part;
  });
}

/** A binding in the notation of tinykeys. */
function pressOf(keys: Keys): KeybindingPress {
  const parts = keys.split('+');
  const key = parts.at(-1)!;
  const held = parts.slice(0, -1).map((part) => (part === 'Mod' ? '$mod' : part));
  // Alt changes what a digit types on some layouts; its place on the keyboard stays.
  const name = held.includes('Alt') && /^\d$/.test(key) ? `Digit${key}` : key;
  // A sign may need Shift on one layout and not on another: the sign itself says that it was held.
  const shift = key.length === 1 && !/[A-Z0-9]/.test(key) ? ['[Shift]'] : [];
  return parseKeybinding([...held, ...shift, name].join('+'))[0]!;
}

/** Whether a key press is the binding. Shift only counts where the key itself does not already stand for it. */
export function matches(event: KeyboardEvent, keys: Keys): boolean {
  return matchKeybindingPress(event, pressOf(keys));
}

/** A binding of one character without Ctrl, Cmd or Alt would swallow what somebody types. */
export function isTyping(event: KeyboardEvent): boolean {
  return event.target instanceof Element && isText(event.target);
}

/** Whether a control takes text. */
export function isText(control: Element): boolean {
  return (
    (control instanceof HTMLElement && control.isContentEditable) ||
    control.matches('input:not([type=radio], [type=checkbox]), textarea, select')
  );
}

/** Whether a binding belongs to the text while somebody types: a character, and Undo, which texts have by themselves. */
export function isTexts(keys: Keys): boolean {
  if (keys === UNDO_KEYS) return true;
  return !/(?:Mod|Alt)\+/.test(keys) && (keys === 'Space' || keys.replace('Shift+', '').length === 1);
}

/** Whether Esc belongs to a menu or a list of choices that is open: it closes that, and nothing else. */
export function isClosing(event: KeyboardEvent): boolean {
  const { key, target } = event;
  return (
    key === 'Escape' &&
    target instanceof Element &&
    (target.matches('[aria-expanded=true][aria-haspopup]') ||
      target.closest('[role=menu], [role=listbox]') !== null)
  );
}

/** What the space bar itself presses, turns or opens. */
const PRESSED_BY_SPACE =
  'button, a[href], summary, input, [role=button], [role=tab], [role=radio], [role=switch], [role^=menuitem], [role=option]';

/** Whether a key press belongs to the control that has the focus: the space bar presses buttons. */
export function isPressing(event: KeyboardEvent): boolean {
  return event.key === ' ' && event.target instanceof Element && event.target.matches(PRESSED_BY_SPACE);
}
