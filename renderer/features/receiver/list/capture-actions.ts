import { resolveField } from '../../../../shared/receiver/query/capture-fields.ts';
import { printTerm } from '../../../../shared/receiver/query/parse-query.ts';
import type { CopiedRequest } from '../../../../shared/template/copied/copied-request.ts';
import { curlCommand } from '../../../../shared/template/copied/curl.ts';
import { curlForCmd } from '../../../../shared/template/copied/curl-for-cmd.ts';
import { fetchCall } from '../../../../shared/template/copied/fetch-call.ts';
import { invokeWebRequest } from '../../../../shared/template/copied/invoke-web-request.ts';
import {
  IconDownload,
  IconFilter,
  IconFilterOff,
  IconLink,
  IconSend,
  IconTemplate,
  IconTerminal2,
  IconTimeline,
  IconTrash,
} from '../../../components/icons.ts';
import { copyText } from '../../../lib/clipboard.ts';
import { count } from '../../../lib/format.ts';
import type { Keys } from '../../../lib/keys.ts';
import type { Command } from '../../../state/commands.ts';
import { client } from '../../../state/connection.ts';
import { attempt, notify } from '../../../state/notify.ts';
import { openDelivery, openImport } from '../../../state/ui.ts';
import { copyOf, urlOf } from '../capture-request.ts';
import { openExport } from '../export/export-dialog.ts';
import { MARK_ACTIONS } from '../marks/mark-actions.ts';
import type { CellTerm } from './cell-term.ts';
import type { ChosenCaptures } from './chosen-captures.ts';
import { addToQuery } from './query-line.ts';
import { removeCaptures } from './remove-captures.ts';
import { replayCaptures } from './replay-captures.ts';

/** Something that can be done with captures: in the palette, in the menu of a row, in the bar of several selected ones. */
export interface CaptureAction {
  /** Stable and unique: "receiver.remove". */
  id: string;
  /** As it is called for one capture. */
  title: string | ((chosen: ChosenCaptures) => string);
  /** As it is called for several; for one alone where it is missing. */
  titleOf?: (count: number) => string;
  /** A few words in the palette. */
  detail?: string;
  icon: Command['icon'];
  keys?: Keys;
  /** A line in the menu stands between two groups. */
  group: 'use' | 'copy' | 'filter' | 'mark' | 'remove';
  /** What its button in the bar of several says; without it, the action is in the menu of the bar. */
  inBar?: string;
  isDangerous?: boolean;
  /** Whether it makes sense for these; always without it. */
  isFor?: (chosen: ChosenCaptures) => boolean;
  /** Shows what fails by itself. */
  run: (chosen: ChosenCaptures) => void | Promise<void>;
}

/** What is not HTTP was captured as its bytes: it has no URL, and cannot be sent again. */
const isHttp = ({ row }: ChosenCaptures) => row?.method !== '';

/** A title stays on its line. */
const shortened = (term: string) => (term.length > 32 ? `${term.slice(0, 31)}…` : term);

/** This very value: of a field whose values are texts, not one that only contains it. */
function operatorFor({ field, value }: CellTerm): 'has' | 'is' {
  const resolved = resolveField(field, []);
  const isText = resolved?.source !== 'capture' || resolved.field.comparison === 'text';
  return isText || value === '' ? 'is' : 'has';
}

async function captureOf({ id }: ChosenCaptures, bodyLimit: number) {
  return attempt(() => client.captures.get({ id: id!, bodyLimit }));
}

async function copied(text: string | undefined, what: string): Promise<void> {
  if (text !== undefined && (await copyText(text))) notify.say(`Copied ${what}.`);
}

/** Copies what sends the request of one capture again. */
function copyAction(id: string, name: string, write: (request: CopiedRequest) => string): CaptureAction {
  return {
    id,
    title: `Copy as ${name}`,
    icon: IconTerminal2,
    group: 'copy',
    isFor: isHttp,
    run: async (chosen) => {
      const capture = await captureOf(chosen, 262_144);
      if (capture !== undefined)
        await copied(await attempt(() => copyOf(capture, write)), `the request as ${name}`);
    },
  };
}

/** In the order of the menu. */
export const CAPTURE_ACTIONS: readonly CaptureAction[] = [
  {
    id: 'receiver.template',
    title: 'Create a postback from the capture',
    detail: 'one that sends the same request',
    icon: IconTemplate,
    group: 'use',
    isFor: isHttp,
    run: ({ id }) => openImport(id),
  },
  {
    id: 'receiver.replay',
    title: 'Replay the capture…',
    titleOf: (many) => `Replay ${count(many)} captures…`,
    detail: 'send it again, edited, often, or elsewhere',
    icon: IconSend,
    group: 'use',
    inBar: 'Replay…',
    isFor: isHttp,
    run: replayCaptures,
  },
  {
    id: 'receiver.delivery',
    title: 'Show the delivery in the Simulator',
    icon: IconTimeline,
    group: 'use',
    isFor: ({ row }) => row?.delivery != null,
    run: async ({ row }) => {
      const ids = [row!.delivery!.deliveryId];
      const window = await attempt(() => client.activity.deliveries({ ids, limit: 1 }));
      if (window?.rows[0] !== undefined) openDelivery(window.rows[0]);
    },
  },
  {
    id: 'receiver.copyUrl',
    title: 'Copy URL',
    icon: IconLink,
    group: 'copy',
    isFor: isHttp,
    run: async (chosen) => {
      const capture = await captureOf(chosen, 0);
      await copied(capture && urlOf(capture), 'the URL');
    },
  },
  copyAction('receiver.copyCurl', 'cURL', curlCommand),
  copyAction('receiver.copyCmd', 'cURL (cmd)', curlForCmd),
  copyAction('receiver.copyPowerShell', 'PowerShell', invokeWebRequest),
  copyAction('receiver.copyFetch', 'fetch', fetchCall),
  {
    id: 'receiver.filterBy',
    title: ({ term }) => `Filter by ${shortened(printTerm(term!))}`,
    icon: IconFilter,
    group: 'filter',
    isFor: ({ term }) => term !== null,
    run: ({ term }) => addToQuery({ ...term!, operator: operatorFor(term!) }),
  },
  {
    id: 'receiver.exclude',
    title: ({ term }) => `Exclude ${shortened(printTerm(term!))}`,
    icon: IconFilterOff,
    group: 'filter',
    isFor: ({ term }) => term !== null,
    run: ({ term }) => addToQuery({ ...term!, operator: operatorFor(term!), excluded: true }),
  },
  {
    id: 'receiver.export',
    title: 'Export the capture…',
    titleOf: (many) => `Export ${count(many)} captures…`,
    icon: IconDownload,
    group: 'copy',
    inBar: 'Export…',
    run: ({ query, ranges }) => openExport({ query, ranges }),
  },
  ...MARK_ACTIONS,
  {
    id: 'receiver.remove',
    title: 'Remove the capture…',
    titleOf: (many) => `Remove ${count(many)} captures…`,
    icon: IconTrash,
    group: 'remove',
    inBar: 'Remove…',
    isDangerous: true,
    run: removeCaptures,
  },
];

/** What can be done with these captures, in order. */
export function actionsFor(chosen: ChosenCaptures | null): CaptureAction[] {
  if (chosen === null) return [];
  return CAPTURE_ACTIONS.filter(
    ({ titleOf, isFor }) => (chosen.id !== null || titleOf !== undefined) && (isFor?.(chosen) ?? true),
  );
}

export function titleFor({ title, titleOf }: CaptureAction, chosen: ChosenCaptures): string {
  if (chosen.id === null && titleOf !== undefined) return titleOf(chosen.count);
  return typeof title === 'string' ? title : title(chosen);
}
