import { Button, type ButtonProps, Tooltip } from '@mantine/core';

interface ReasonedButtonProps extends ButtonProps {
  /** Why it cannot be pressed now: a sentence; undefined when it can. */
  why: string | undefined;
  onClick: () => void;
}

/** A button that says why it cannot be pressed, to pointer, keyboard and screen reader alike. */
export function ReasonedButton({ why, onClick, ...rest }: ReasonedButtonProps) {
  const off =
    why === undefined ? {} : { 'data-disabled': true, 'aria-disabled': true, 'aria-description': why };
  return (
    <Tooltip label={why ?? ''} disabled={why === undefined}>
      <Button
        {...rest}
        {...off}
        onClick={() => {
          if (why === undefined) onClick();
        }}
      />
    </Tooltip>
  );
}
