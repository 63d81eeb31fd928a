/** Room between a dialog and the edges of the window; less where the window is low. */
export const DIALOG_OFFSET = 'min(24px, 2dvh)';
