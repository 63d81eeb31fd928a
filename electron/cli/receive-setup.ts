import { join } from 'node:path';
import { PostbenchError } from '../../shared/errors.ts';
import { isThisMachine } from '../../shared/http/this-machine.ts';
import { deniedBy } from '../../shared/receiver/access/access.ts';
import { DEFAULT_ENDPOINT, LOOPBACK } from '../../shared/receiver/endpoints/endpoint-name.ts';
import { endpointOfTarget } from '../../shared/receiver/endpoints/endpoint-of-target.ts';
import { endpointRules } from '../../shared/receiver/endpoints/endpoint-rules.ts';
import {
  type Endpoint,
  endpointNames,
  endpointSchema,
} from '../../shared/receiver/endpoints/endpoint-schema.ts';
import { trustSteps } from '../../shared/receiver/endpoints/trust-steps.ts';
import { type ResponseRule, responseRuleSchema } from '../../shared/receiver/rules/rule-schema.ts';
import { WORKSPACE_FILE, type WorkspaceSettings } from '../../shared/workspace/schema.ts';
import { type AddressQuestion, ConfirmedAddresses, unconfirmedNote } from '../engine/confirmed-addresses.ts';
import { forwardRequest } from '../engine/forward-request.ts';
import type { ReceiverOptions } from '../engine/receiver/receiver.ts';
import type { Secrets } from '../engine/secrets.ts';
import { certificateFile, OwnCertificate } from '../engine/tls/own-certificate.ts';
import { receiverTls } from '../engine/tls/receiver-tls.ts';
import { findWorkspaceFolder, prepareWorkspace, Workspace } from '../engine/workspace/workspace.ts';
import { addressOption, askToBind } from './allow-bind.ts';
import { type CommandIo, receiverPort } from './io.ts';

/** Options that say where `receive` listens, and what it does with requests there. */
export interface EndpointCommandOptions {
  /** As typed; 7300 or the next free one without it. */
  port?: string;
  dataDir: string;
  tls?: boolean;
  bind?: string;
  allowBind?: string[];
  /** The name of an endpoint of the workspace in the current folder. */
  endpoint?: string;
  forward?: string;
  allowHost?: string[];
}

/** What `receive` listens as: an endpoint of a workspace, or one made of the options. */
export interface ReceiveSetup {
  /** Folder of the workspace; '' without one. */
  folder: string;
  endpoint: Endpoint;
  sending: Pick<WorkspaceSettings['sending'], 'allowedHosts' | 'certificates'>;
  /** What responds where no rule above does. */
  rules: ResponseRule[];
}

const wrong = (message: string, remedy: string) =>
  new PostbenchError('PB_ARGUMENT_INVALID', message, { remedy });

/** Reads the endpoint that the options name or describe. Throws PB_ARGUMENT_INVALID, PB_WORKSPACE_MISSING and PB_WORKSPACE_INVALID. */
export async function receiveSetup(options: EndpointCommandOptions): Promise<ReceiveSetup> {
  const { endpoint: name, tls, bind, forward, allowHost = [] } = options;
  const written = name === undefined ? undefined : await workspaceOf(name);
  const view = written?.view;
  const found = name === undefined ? undefined : endpointOf(name, view?.settings.endpoints ?? []);
  if (found?.port !== undefined && options.port !== undefined)
    throw wrong(
      `The endpoint ${found.name} has port ${found.port} already.`,
      'Leave out --port, or change it in postbench.yaml.',
    );
  const base = found ?? endpointSchema.parse({ name: DEFAULT_ENDPOINT });
  const endpoint = {
    ...base,
    ...(tls === undefined ? {} : { tls }),
    ...(bind === undefined ? {} : { bind: addressOption(bind, '--bind') }),
  };
  const { allowedHosts = [], certificates = [] } = view?.settings.sending ?? {};
  return {
    folder: view?.folder ?? '',
    endpoint,
    sending: { allowedHosts: [...allowedHosts, ...allowHost], certificates },
    rules: [...endpointRules([endpoint]), ...(forward === undefined ? [] : [forwardRule(forward)])],
  };
}

async function workspaceOf(name: string): Promise<Workspace> {
  const folder = findWorkspaceFolder(join(process.cwd(), WORKSPACE_FILE));
  if (folder === undefined) {
    throw new PostbenchError(
      'PB_WORKSPACE_MISSING',
      `${process.cwd()} is in no workspace, so there is no endpoint ${name}.`,
      {
        remedy: `Run the command in a folder with a ${WORKSPACE_FILE}.`,
      },
    );
  }
  await prepareWorkspace(folder);
  return new Workspace(folder);
}

function endpointOf(name: string, endpoints: readonly Endpoint[]): Endpoint {
  const names = endpointNames(endpoints);
  if (!names.includes(name))
    throw wrong(
      `The workspace has no endpoint ${name}.`,
      `Use one of ${names.join(', ')}, or add it to endpoints in ${WORKSPACE_FILE}.`,
    );
  const found = endpoints.find((one) => one.name === name) ?? endpointSchema.parse({ name });
  if (found.path === undefined) return found;
  // Its port is that of the default endpoint, which says how it listens.
  const { tls, bind } = endpoints.find((one) => one.name === DEFAULT_ENDPOINT) ?? {};
  return { ...found, tls, bind };
}

function forwardRule(url: string): ResponseRule {
  const read = responseRuleSchema.safeParse({ forward: url });
  if (read.success) return read.data;
  throw wrong(
    `--forward ${url} is not the address of a server.`,
    'Write it as http://127.0.0.1:9000, with a path if there is one, and without a query.',
  );
}

/** How the receiver of a command listens; it is told the port once it does. */
export interface ListenAs
  extends Pick<
    ReceiverOptions,
    'port' | 'portOption' | 'host' | 'tls' | 'endpointOf' | 'denied' | 'forward'
  > {
  onListening: (port: number) => void;
}

/**
 * How the receiver of a command listens. Asks for an address that others can reach, where somebody can be asked; without
 * a confirmation it stays on loopback. Says what there is to know about it.
 */
export async function listenAs(
  { folder, endpoint, sending }: ReceiveSetup,
  { port, dataDir, allowBind = [] }: EndpointCommandOptions,
  secrets: Secrets,
  io: CommandIo,
): Promise<ListenAs> {
  const { name, path, access, bind = LOOPBACK } = endpoint;
  const confirmed = new ConfirmedAddresses(
    dataDir,
    allowBind.map((address) => addressOption(address, '--allow-bind')),
  );
  const question: AddressQuestion = { workspace: folder, endpoint: name, address: bind };
  if (!confirmed.has(question)) {
    if (await askToBind(question, io)) confirmed.add(question);
    else io.err(unconfirmedNote(question));
  }
  const host = confirmed.has(question) ? bind : LOOPBACK;
  if (endpoint.tls === true) {
    const file = certificateFile(dataDir);
    io.err(`The certificate is ${file}. Clients accept it with:`);
    for (const { client, command } of trustSteps(file, 'https://localhost:PORT'))
      io.err(`  ${`${client}:`.padEnd(17)}${command}`);
  }
  let own: number | undefined;
  return {
    ...(endpoint.port === undefined
      ? { port: receiverPort(port) }
      : { port: endpoint.port, portOption: 'file' as const }),
    host,
    tls: endpoint.tls === true ? await receiverTls(new OwnCertificate(dataDir), host) : undefined,
    endpointOf: (target: string) => (path === undefined ? name : endpointOfTarget(target, [endpoint])),
    denied: (request: Parameters<NonNullable<ReceiverOptions['denied']>>[0]) =>
      access !== undefined && request.endpoint === name
        ? deniedBy(access, request, (secret) => secrets.value(secret))
        : undefined,
    onListening: (listening: number) => {
      own = listening;
    },
    forward: forwardRequest({
      allowedHosts: () => sending.allowedHosts,
      certificates: () => sending.certificates,
      isOwn: (url) => isThisMachine(url.hostname) && Number(url.port) === own,
    }),
  };
}
