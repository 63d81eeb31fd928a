/** From the list into the detail of what is selected. */
export function focusAttempts(): void {
  document.querySelector<HTMLElement>('.simulator-attempt[aria-checked="true"]')?.focus();
}

/** Back to the list from the detail. */
export function focusDeliveries(): void {
  document.querySelector<HTMLElement>('[role="grid"][aria-label="Deliveries"]')?.focus();
}

/** Back from what was sent to the events that it was sent for. */
export function focusEvents(): void {
  document
    .querySelector<HTMLElement>('[role="grid"]:is([aria-label="Ledger"], [aria-label="History"])')
    ?.focus();
}
