import { useEffect, useState } from 'react';
import type { RulePreview } from '../../../../shared/contract/receiver.ts';
import { client } from '../../../state/connection.ts';
import { attemptQuietly } from '../../../state/notify.ts';

const TYPING_MS = 150;

/** What a client gets of a rule, once one stops typing; the preview before stays meanwhile. Null for no valid rule. */
export function useRulePreview(input: Record<string, unknown> | null): RulePreview | null {
  const [preview, setPreview] = useState<RulePreview | null>(null);
  const text = input === null ? null : JSON.stringify(input);
  useEffect(() => {
    if (text === null) return;
    let stale = false;
    const timer = setTimeout(() => {
      void attemptQuietly(async () => {
        const made = await client.receiver.previewRule({ rule: JSON.parse(text) as unknown });
        if (!stale) setPreview(made);
      });
    }, TYPING_MS);
    return () => {
      stale = true;
      clearTimeout(timer);
    };
  }, [text]);
  return text === null ? null : preview;
}
