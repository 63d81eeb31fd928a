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
    <div className="row tp-compare-title">
      <h3 className="bb f12">{title}</h3>
      {children}
      <span className="sp" />
      <CopyButton text={texts[0]} label={`Copy ${title}, left`} caption="Copy left" />
      <CopyButton text={texts[1]} label={`Copy ${title}, right`} caption="Copy right" />
    </div>
  );
}
