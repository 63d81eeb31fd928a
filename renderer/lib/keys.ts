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
    return part;
  });
}

function keyOf(event: KeyboardEvent): string {
  if (event.key === ' ') return 'Space';
  // Alt changes what a key types on some layouts; its place on the keyboard stays.
  if (event.altKey && /^Digit\d$/.test(event.code)) return event.code.slice(5);
  return event.key.length === 1 ? event.key.toUpperCase() : event.key;
}

/** Whether a key press is the binding. Shift only counts where the key itself does not already stand for it. */
export function matches(event: KeyboardEvent, keys: Keys): boolean {
  const parts = keys.split('+');
  const key = parts.at(-1)!;
  const mod = IS_MAC ? event.metaKey : event.ctrlKey;
  const other = IS_MAC ? event.ctrlKey : event.metaKey;
  const symbol = key.length === 1 && !/[A-Z0-9]/.test(key);
  return (
    keyOf(event) === key &&
    mod === parts.includes('Mod') &&
    event.altKey === parts.includes('Alt') &&
    !other &&
    (symbol || event.shiftKey === parts.includes('Shift'))
  );
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

/** What the space bar itself presses, turns or opens. */
const PRESSED_BY_SPACE =
  'button, a[href], summary, input, [role=button], [role=tab], [role=radio], [role=switch], [role^=menuitem], [role=option]';

/** Whether a key press belongs to the control that has the focus: the space bar presses buttons. */
export function isPressing(event: KeyboardEvent): boolean {
  return event.key === ' ' && event.target instanceof Element && event.target.matches(PRESSED_BY_SPACE);
}
