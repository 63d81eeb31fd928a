import { createPrivateKey, X509Certificate } from 'node:crypto';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { CertificateView } from '../../../shared/contract/engine.ts';
import { certificateHost, type TrustedCertificate } from '../../../shared/delivery/certificate.ts';
import { isLoopback } from '../../../shared/http/this-machine.ts';
import { type LocalAddresses, ownOrigins } from '../../../shared/receiver/endpoints/local-url.ts';
import { makeMissingFolders } from '../make-folder.ts';
import { readRegularFile } from '../read-file.ts';
import { hasText } from '../workspace/files.ts';
import { replaceFile } from '../write-file.ts';
import { makeCertificate, type TlsMaterial } from './make-certificate.ts';

const FOLDER = 'tls';
/** Certificate and key in one file, so that two processes can never leave one of each. */
const WITH_KEY = 'postbench.pem';
/** The certificate alone, for those who are to trust it. */
const ALONE = 'postbench.crt';

const LARGEST = 64 * 1024;
const DAY = 86_400_000;
/** Systems refuse certificates that are valid for much longer than two years. */
const VALID_FOR = 800 * DAY;

const ALWAYS = ['localhost', '127.0.0.1', '::1'];

/** Where the certificate of a data folder is, for those who are to trust it. */
export function certificateFile(dataFolder: string): string {
  return join(dataFolder, FOLDER, ALONE);
}

/** Our certificate at these addresses, as a data folder keeps it: for commands that send to the receiver of another process. */
export function keptCertificates(dataFolder: string, local: LocalAddresses): TrustedCertificate[] {
  const kept = readKept(join(dataFolder, FOLDER, WITH_KEY));
  if (kept === undefined) return [];
  const { fingerprint256: sha256 } = new X509Certificate(kept.material.cert);
  const secure = [...ownOrigins(local)].filter((origin) => origin.startsWith('https:'));
  return secure.flatMap((origin) => certificateHost(origin) ?? []).map((host) => ({ host, sha256 }));
}

/** The names that a certificate must have for a listener at this address. */
export function namesFor(bind: string): string[] {
  if (bind !== '0.0.0.0' && bind !== '::')
    return isLoopback(bind) && ALWAYS.includes(bind) ? ALWAYS : [...ALWAYS, bind];
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  // Link-local addresses need a zone, which no URL has.
  const reachable = addresses.filter(({ address, scopeid }) => !isLoopback(address) && (scopeid ?? 0) === 0);
  return [...ALWAYS, ...reachable.map(({ address }) => address)];
}

/**
 * The self-signed certificate of this machine's endpoints: made on first use, kept in the data folder, where only its
 * owner can read the key, and made anew when it expires or lacks a name.
 */
export class OwnCertificate {
  readonly #folder: string;
  readonly #now: () => number;
  #material: TlsMaterial | undefined;
  #validTo = 0;
  #renewing: Promise<TlsMaterial> | undefined;

  /** @param now ms since the epoch, real time */
  constructor(dataFolder: string, now: () => number = Date.now) {
    this.#folder = join(dataFolder, FOLDER);
    this.#now = now;
  }

  /** SHA-256 of the certificate ("AB:CD:…"); undefined before the first use. */
  get fingerprint(): string | undefined {
    return this.#material && new X509Certificate(this.#material.cert).fingerprint256;
  }

  /** What those who are to trust it need to know; undefined before the first use. */
  get view(): CertificateView | undefined {
    if (this.#material === undefined) return undefined;
    const certificate = new X509Certificate(this.#material.cert);
    return {
      file: join(this.#folder, ALONE),
      pem: this.#material.cert,
      sha256: certificate.fingerprint256,
      names: namesOf(certificate),
      validTo: certificate.validToDate.getTime(),
    };
  }

  /** The certificate for these names and for those that it has been for. Throws the system's error where it cannot be kept. */
  async for(names: readonly string[]): Promise<TlsMaterial> {
    const known = readKept(join(this.#folder, WITH_KEY));
    const all = [...new Set([...names, ...(known?.names ?? [])])];
    if (known !== undefined && all.length === known.names.length && known.validTo > this.#now() + DAY)
      return this.#use(known.material, known.validTo);
    return this.#make(all);
  }

  /** The certificate in use, at once; one that is about to expire is made anew meanwhile. Only after `for`. */
  current(): TlsMaterial {
    if (this.#validTo <= this.#now() + DAY && this.#renewing === undefined) {
      this.#renewing = this.for(ALWAYS).finally(() => {
        this.#renewing = undefined;
      });
      // It stays the expired one then, which clients name better than a receiver without a certificate.
      this.#renewing.catch(() => {});
    }
    return this.#material!;
  }

  #use(material: TlsMaterial, validTo: number): TlsMaterial {
    this.#material = material;
    this.#validTo = validTo;
    const alone = join(this.#folder, ALONE);
    if (!hasText(alone, material.cert)) replaceFile(alone, material.cert, { mode: 0o644 });
    return material;
  }

  async #make(names: readonly string[]): Promise<TlsMaterial> {
    const now = this.#now();
    const to = now + VALID_FOR;
    const material = await makeCertificate({ names, from: now - DAY, to });
    makeMissingFolders(this.#folder, 0o700);
    replaceFile(join(this.#folder, WITH_KEY), material.cert + material.key, { mode: 0o600 });
    return this.#use(material, to);
  }
}

/** What is kept; undefined if there is none that can be used. */
function readKept(path: string): { material: TlsMaterial; names: string[]; validTo: number } | undefined {
  try {
    const text = readRegularFile(path, LARGEST).toString('utf8');
    const at = text.indexOf('-----BEGIN PRIVATE KEY-----');
    const material = { cert: text.slice(0, at), key: text.slice(at) };
    const certificate = new X509Certificate(material.cert);
    if (!certificate.checkPrivateKey(createPrivateKey(material.key))) return undefined;
    return { material, names: namesOf(certificate), validTo: certificate.validToDate.getTime() };
  } catch {
    return undefined;
  }
}

function namesOf({ subjectAltName = '' }: X509Certificate): string[] {
  return subjectAltName.split(', ').map((entry) => {
    const value = entry.slice(entry.indexOf(':') + 1);
    // Node writes IPv6 addresses in full: "0:0:0:0:0:0:0:1".
    return entry.startsWith('IP Address:') && value.includes(':')
      ? new URL(`http://[${value}]`).hostname.slice(1, -1)
      : value;
  });
}
