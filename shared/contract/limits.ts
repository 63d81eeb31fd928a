const MIB = 1024 * 1024;

/**
 * Largest message between screen and engine over a WebSocket, in bytes: a capture's whole body in base64 (13.4 MiB), or a
 * CSV import as JSON, which may double it.
 */
export const LARGEST_MESSAGE = 32 * MIB;

/** Largest CSV text of an import, in bytes of UTF-8: about 100,000 items. */
export const LARGEST_IMPORT = 16 * MIB;
