import { join } from 'node:path';
import type { WorkspaceView } from '../../../shared/contract/workspace.ts';
import {
  certificateHost,
  type TrustedCertificate,
  trustedCertificateSchema,
} from '../../../shared/delivery/certificate.ts';
import { findProfile, PROFILES } from '../../../shared/delivery/profiles/all.ts';
import { PostbenchError } from '../../../shared/errors.ts';
import { DEFAULT_ENDPOINT } from '../../../shared/receiver/endpoints/endpoint-name.ts';
import { type RetentionInput, retentionSchema } from '../../../shared/receiver/endpoints/retention.ts';
import { profileId } from '../../../shared/workspace/rules.ts';
import { WORKSPACE_FILE, type WorkspaceSettings, workspaceSchema } from '../../../shared/workspace/schema.ts';
import { editYaml, type YamlChange } from './edit-yaml.ts';
import { readText, replaceText, throwProblem, writeFree } from './files.ts';
import { requireInside } from './inside-workspace.ts';
import { yamlText } from './written-scalars.ts';
import { yamlReader } from './yaml-reader.ts';

/** Adds a host to sending.allowedHosts. Throws PB_ARGUMENT_INVALID for anything but a host name. */
export function allowHost({ folder }: WorkspaceView, host: string): void {
  const { sending } = workspaceSchema.shape;
  const checked = sending.safeParse({ allowedHosts: [host] });
  if (!checked.success) {
    throw new PostbenchError('PB_ARGUMENT_INVALID', `${checked.error.issues[0]!.message}.`, {
      remedy: 'Use the bare name, such as staging.example.com.',
    });
  }
  changeSettings(folder, ({ sending: { allowedHosts } }) => {
    const hosts = [...new Set([...allowedHosts, host])];
    return [{ path: ['sending', 'allowedHosts'], value: hosts }];
  });
}

/**
 * Writes a certificate into sending.certificates, replacing the one trusted for that host and port.
 * Throws PB_ARGUMENT_INVALID for an invalid host, port or fingerprint.
 */
export function trustCertificate({ folder }: WorkspaceView, given: TrustedCertificate): void {
  const checked = trustedCertificateSchema.safeParse(given);
  if (!checked.success) {
    throw new PostbenchError('PB_ARGUMENT_INVALID', `${checked.error.issues[0]!.message}.`, {
      remedy: 'Use a host and port, and the fingerprint that a failed attempt shows.',
    });
  }
  const { host, sha256 } = checked.data;
  const list = ['sending', 'certificates'] as const;
  changeSettings(folder, ({ sending: { certificates } }) => {
    const at = certificates.findIndex((known) => known.host === host);
    if (at !== -1) return [{ path: [...list, at, 'sha256'], value: sha256 }];
    if (certificates.length === 0) return [{ path: list, value: [{ host, sha256 }] }];
    return [{ path: [...list, certificates.length], value: { host, sha256 } }];
  });
}

/** Removes the certificate of a host and port from sending.certificates; does nothing if there is none. */
export function forgetCertificate({ folder }: WorkspaceView, given: string): void {
  const host = certificateHost(given);
  changeSettings(folder, ({ sending: { certificates } }) => {
    const at = certificates.findIndex((known) => known.host === host);
    if (at === -1) return [];
    const path = ['sending', 'certificates', ...(certificates.length === 1 ? [] : [at])];
    return [{ path, value: undefined }];
  });
}

/**
 * Sets how many captures of an endpoint are kept, as postbench.yaml has it; null for all of them. Throws
 * PB_ARGUMENT_INVALID for limits that are not valid and for an endpoint that is not there.
 */
export function setRetention(
  { folder }: WorkspaceView,
  { endpoint, retention }: { endpoint: string; retention: RetentionInput | null },
): void {
  const checked = retention === null ? undefined : retentionSchema.safeParse(retention);
  if (checked?.success === false) {
    const { path, message } = checked.error.issues[0]!;
    throw new PostbenchError('PB_ARGUMENT_INVALID', `Retention: ${[...path, message].join(' ')}.`, {
      remedy: 'Set a count such as 10000, an age such as 7 d, or a size such as 500 MB.',
    });
  }
  const value = retention ?? undefined;
  changeSettings(folder, ({ endpoints }) => {
    const at = endpoints.findIndex(({ name }) => name === endpoint);
    if (at !== -1) return [{ path: ['endpoints', at, 'retention'], value }];
    if (endpoint !== DEFAULT_ENDPOINT) {
      throw new PostbenchError('PB_ARGUMENT_INVALID', `There is no endpoint ${endpoint}.`, {
        remedy: 'Use one that is in postbench.yaml.',
      });
    }
    if (value === undefined) return [];
    const added = { name: DEFAULT_ENDPOINT, retention: value };
    if (endpoints.length === 0) return [{ path: ['endpoints'], value: [added] }];
    return [{ path: ['endpoints', endpoints.length], value: added }];
  });
}

/** Selects a profile. Throws PB_ARGUMENT_INVALID for an unknown one. */
export function selectProfile({ folder, profiles }: WorkspaceView, id: string): void {
  const own = profiles.some(({ file }) => profileId(file) === id);
  if (!own && findProfile(id) === undefined) throw unknownProfile(id);
  writeProfile(folder, id);
}

/** Copies a built-in profile into profiles/ and selects it; returns its file. Throws PB_ARGUMENT_INVALID if unknown. */
export function copyProfile({ folder }: WorkspaceView, id: string): string {
  const known = findProfile(id);
  if (known === undefined) throw unknownProfile(id);
  const notes = Object.entries(known.provenance)
    .map(([field, { certainty, source }]) => `#   ${field}: ${certainty}; ${source}`)
    .join('\n');
  const head = `# A copy of the profile of ${known.profile.name}, yours to change. What is known about each rule:\n${notes}\n`;
  const text = head + yamlText({ ...known.input, name: `My ${known.profile.name}` });
  requireInside(folder, join(folder, 'profiles'));
  const file = `profiles/${writeFree(join(folder, 'profiles'), `my-${id}`, text)}`;
  writeProfile(folder, profileId(file));
  return file;
}

function writeProfile(folder: string, id: string): void {
  changeSettings(folder, () => [{ path: ['sending', 'profile'], value: id }]);
}

function unknownProfile(id: string): PostbenchError {
  return new PostbenchError('PB_ARGUMENT_INVALID', `There is no sender profile "${id}".`, {
    remedy: `Use one of ${PROFILES.map((known) => known.id).join(', ')}, or a file of profiles/.`,
  });
}

/** Changes postbench.yaml as it is on disk now, keeping comments. Throws PB_WORKSPACE_INVALID if it is invalid. */
function changeSettings(folder: string, changesOf: (settings: WorkspaceSettings) => YamlChange[]): void {
  const path = join(folder, WORKSPACE_FILE);
  const text = readText(path);
  const read = yamlReader.now('workspace', WORKSPACE_FILE, text);
  if (!read.ok) throwProblem('PB_WORKSPACE_INVALID', read.problems);
  const changes = changesOf(read.content);
  if (changes.length === 0) return;
  requireInside(folder, path);
  replaceText(path, editYaml(text, changes));
}
