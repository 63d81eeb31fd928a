/**
 * Every error that Postbench reports, with the exit code that the command line gives for it:
 * 1 the receiver or template fell short, 2 the call or a file is wrong, 3 Postbench itself failed.
 */
export const ERROR_EXITS = {
  PB_ARGUMENT_INVALID: 2,
  PB_FILE_UNREADABLE: 2,
  PB_FILE_CHANGED: 2,
  PB_FILE_UNWRITABLE: 2,
  PB_FILE_TAKEN: 2,
  PB_WORKSPACE_INVALID: 2,
  PB_WORKSPACE_MISSING: 2,
  PB_SCENARIO_INVALID: 2,
  PB_POSTBACK_INVALID: 2,
  PB_RULES_INVALID: 2,
  PB_POSTBACK_UNKNOWN: 2,
  PB_SECRETS_INVALID: 2,
  PB_SECRETS_EXPOSED: 2,
  PB_URL_INVALID: 2,
  PB_HOST_NOT_ALLOWED: 2,
  PB_PORT_TAKEN: 2,
  PB_PORT_REFUSED: 2,
  PB_DATA_FOLDER_IN_USE: 2,
  PB_DATA_FOLDER_UNUSABLE: 2,
  PB_STORE_NEWER: 2,
  PB_STORE_DAMAGED: 2,
  PB_ACTION_UNKNOWN: 2,
  PB_ACTION_LOCKED: 2,
  PB_TRANSITION_ILLEGAL: 2,
  PB_AMOUNT_INVALID: 2,
  PB_ITEM_UNKNOWN: 2,
  PB_ITEM_TAKEN: 2,
  PB_LINK_INVALID: 2,
  PB_CLICK_UNKNOWN: 2,
  PB_INQUIRY_UNKNOWN: 2,
  PB_INQUIRY_REFUSED: 2,
  PB_CATALOG_UNKNOWN: 2,
  PB_CATALOG_INVALID: 2,
  PB_TIME_INVALID: 2,
  PB_CAPTURE_UNKNOWN: 2,
  PB_IMPORT_INVALID: 2,
  PB_SHARE_INVALID: 2,
  PB_SHARE_NEWER: 2,
  PB_ATTEMPT_UNKNOWN: 2,
  PB_RUN_UNKNOWN: 2,
  PB_RUN_BUSY: 2,
  PB_RECEIVER_UNREACHABLE: 1,
  PB_NODE_TOO_OLD: 2,
  PB_INTERNAL: 3,
} as const;

export type ErrorCode = keyof typeof ERROR_EXITS;

/** Where in a file something is wrong; line and column count from 1. */
export interface Place {
  file: string;
  line?: number | undefined;
  column?: number | undefined;
}

/** What a PostbenchError carries besides its sentence; crosses the contract as it is. */
export interface ErrorDetails {
  /** A sentence that says what to do about it. */
  remedy: string;
  place?: Place | undefined;
}

/**
 * The one error class. `message` says what is wrong in one sentence, `remedy` what to do.
 * Anything else that is thrown is a defect of Postbench and is reported as PB_INTERNAL.
 */
export class PostbenchError extends Error {
  readonly code: ErrorCode;
  readonly remedy: string;
  readonly place: Place | undefined;

  /** @param cause what was thrown first, for those who ask about it; it does not cross the contract */
  constructor(code: ErrorCode, message: string, details: ErrorDetails, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'PostbenchError';
    this.code = code;
    this.remedy = details.remedy;
    this.place = details.place;
  }
}

/** "postbacks/a.yaml:3:9", as editors and terminals make clickable. */
export function placeText(place: Place): string {
  const line = place.line === undefined ? '' : `:${place.line}`;
  const column = place.column === undefined ? '' : `:${place.column}`;
  return `${place.file}${line}${column}`;
}

/** The sentence of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
