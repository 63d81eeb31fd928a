/** Two bars, as strong as the other icons. */
export function PauseIcon({ size = 16 }: { size?: number | string; stroke?: number | string }) {
  return (
    <svg width={size} height={size} viewBox="0 0 16 16" aria-hidden="true">
      <path d="M5.5 3.5v9M10.5 3.5v9" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
