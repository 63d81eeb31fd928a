import type { ReactNode } from 'react';
import type { Severity } from '../../../shared/template/lint/rule-codes.ts';
import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '../../components/icons.ts';

/** How severe a finding is; the sign says what the colour says. */
export const SEVERITY_ICONS: Record<Severity, ReactNode> = {
  error: <IconCircleX size={15} stroke={1.5} className="text-bad" aria-label="Error" />,
  warning: <IconAlertTriangle size={15} stroke={1.5} className="text-warn" aria-label="Warning" />,
  info: <IconInfoCircle size={15} stroke={1.5} className="dimmed" aria-label="Information" />,
};
