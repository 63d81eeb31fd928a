import type { RulePreview } from '../../../../shared/contract/receiver.ts';
import { formatDuration } from '../../../../shared/domain/duration.ts';
import { bodyText } from '../../../../shared/http/body-text.ts';
import { clientWords } from '../../../../shared/receiver/rules/client-words.ts';
import type { ResponseRule } from '../../../../shared/receiver/rules/rule-schema.ts';
import { HexView } from '../../../components/HexView.tsx';
import { fromBase64 } from '../../../lib/bytes.ts';
import { LongText } from '../LongText.tsx';

/** The bytes that a client gets of a rule, and what it notices besides. */
export function ClientView({ rule, preview }: { rule: ResponseRule; preview: RulePreview }) {
  const { bytes, delay } = preview;
  const raw = fromBase64(bytes ?? '');
  const { text, guessed } = bodyText(raw, '');
  const words = rule.fault === undefined ? '' : clientWords(rule.fault);
  const wait = rule.respond?.delay === undefined ? '' : `After ${formatDuration(delay)}, drawn by the seed.`;
  const isFixed = rule.respond?.delay?.shape === 'fixed';
  return (
    <section aria-label="What the client sees">
      <h2 className="section-head">What the client sees</h2>
      {wait === '' ? null : (
        <p className="dimmed text-12 rules-line">{isFixed ? `After ${formatDuration(delay)}.` : wait}</p>
      )}
      <div className="rules-bytes" data-testid="client-bytes">
        {bytes === null ? null : guessed ? (
          <HexView bytes={raw} label="Response as bytes" />
        ) : (
          <LongText text={text.replaceAll('\r\n', '\n')} />
        )}
      </div>
      {words === '' ? null : <p className="dimmed text-12">{words}</p>}
    </section>
  );
}
