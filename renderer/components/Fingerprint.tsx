import { Fragment } from 'react';

/** "AB:CD:…", which a line may break after a colon only. */
export function Fingerprint({ text }: { text: string }) {
  return text.split(':').map((pair, index, all) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: pairs repeat, and nothing is kept in one
    <Fragment key={index}>
      {pair}
      {index === all.length - 1 ? null : ':'}
      <wbr />
    </Fragment>
  ));
}
