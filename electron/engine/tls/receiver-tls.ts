import type { ReceiverTls } from '../receiver/tls-door.ts';
import { faultyCertificates } from './make-certificate.ts';
import { namesFor, type OwnCertificate } from './own-certificate.ts';

/** What a listener at an address needs for HTTPS. Throws the system's error where the certificate cannot be kept. */
export async function receiverTls(certificate: OwnCertificate, bind: string): Promise<ReceiverTls> {
  const names = namesFor(bind);
  await certificate.for(names);
  return { current: () => certificate.current(), faulty: await faultyCertificates(names, Date.now()) };
}
