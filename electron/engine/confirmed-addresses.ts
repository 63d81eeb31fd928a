import { join } from 'node:path';
import { isLoopback } from '../../shared/http/this-machine.ts';
import { Confirmations } from './confirmations.ts';

const FILE = 'confirmed-addresses.json';

/** An address that others can reach, and the endpoint that wants to listen there. */
export interface AddressQuestion {
  /** Folder of the workspace. */
  workspace: string;
  endpoint: string;
  /** As in `bind`. */
  address: string;
}

/** Asks the person at this machine, outside the page, whether an endpoint may listen at an address, now and from now on. */
export type AskToBind = (question: AddressQuestion) => Promise<boolean>;

/** Addresses that endpoints may listen at, confirmed on this machine by workspace, endpoint and address. */
export class ConfirmedAddresses {
  readonly #confirmations: Confirmations;
  readonly #allowed: readonly string[];

  /** @param allowed addresses that are allowed for every endpoint, as by --allow-bind */
  constructor(dataFolder: string, allowed: readonly string[] = []) {
    this.#confirmations = new Confirmations(join(dataFolder, FILE));
    this.#allowed = allowed;
  }

  /** Whether an endpoint may listen there. Nobody else can reach a loopback address. */
  has(question: AddressQuestion): boolean {
    const { address } = question;
    return (
      isLoopback(address) || this.#allowed.includes(address) || this.#confirmations.has(textOf(question))
    );
  }

  add(question: AddressQuestion): void {
    this.#confirmations.add(textOf(question));
  }
}

const textOf = ({ workspace, endpoint, address }: AddressQuestion) =>
  JSON.stringify([workspace, endpoint, address]);

/** Why an endpoint does not listen where its workspace asks for it, and what to do about it. */
export function unconfirmedNote({ endpoint, address }: Omit<AddressQuestion, 'workspace'>): string {
  return `It stays on 127.0.0.1: listening on ${address}, where other machines can reach it, was not confirmed on this machine. Confirm it in the desktop app or, in a terminal, with postbench serve or postbench receive --endpoint ${endpoint}, or pass --allow-bind ${address}.`;
}
