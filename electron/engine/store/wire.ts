import { readWireHead, type WireHead } from '../../../shared/http/wire-head.ts';

/** Reads start line and headers from the bytes of an HTTP message; see `readWireHead`. */
export function readHead(bytes: Buffer): WireHead {
  return readWireHead(bytes.toString('latin1'));
}
