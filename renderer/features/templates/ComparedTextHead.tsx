import type { ReactNode } from 'react';
import { CopyButton } from '../../components/CopyButton.tsx';

/** The head of two texts, with a button that copies each. */
export function ComparedTextHead({
  title,
  texts,
  children,
}: {
  title: string;
  texts: readonly [string, string];
  children?: ReactNode;
}) {
  return (
    <div className="hstack templates-compare-title">
      <h3 className="strong text-12">{title}</h3>
      {children}
      <span className="spacer" />
      <CopyButton text={texts[0]} label={`Copy ${title}, left`} caption="Copy left" />
      <CopyButton text={texts[1]} label={`Copy ${title}, right`} caption="Copy right" />
    </div>
  );
}
