/** What can be typed into, turned or pressed inside a field, the one that is on first. */
const CONTROLS = ['input:checked', 'input, textarea, select, button, [tabindex="0"]'];

/**
 * Puts the focus into the field with an id, also one that what was just chosen brings on screen; into the control that
 * is on where the field is a group of them.
 */
export function focusField(id: string): void {
  const take = () => {
    const field = document.getElementById(id);
    if (field === null) return false;
    const inner = CONTROLS.map((selector) => field.querySelector<HTMLElement>(selector)).find(
      (control) => control !== null,
    );
    (field.matches(CONTROLS[1]!) || inner == null ? field : inner).focus();
    return true;
  };
  if (!take()) requestAnimationFrame(take);
}
