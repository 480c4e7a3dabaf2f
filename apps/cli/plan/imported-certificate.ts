import type { Certificate } from '#libs/certificates/certificate.js';
import { done, failed, type Result } from '../failure.js';
import { refusalOf } from '../fleet-file.js';
import { readBytes } from '../terminal.js';
import { shown } from '../text/escape.js';

/** What the user says of an imported certificate that its file cannot say. */
export interface Said {
  readonly withKey?: boolean;
  readonly trusted?: boolean;
}

/** The certificate of a PEM or DER file: what it says of itself, and what the user says beside. */
export async function readImported(
  file: string,
  { withKey, trusted }: Said,
): Promise<Result<{ readonly certificate: Certificate; readonly warnings: readonly string[] }>> {
  const bytes = await readBytes(file);
  if (!bytes.ok) return bytes;
  const { decode } = await import('#libs/formats/formats.js');
  const decoded = decode(bytes.value);
  if (!decoded.ok) return failed(refusalOf(file, decoded.refusal));
  const found = decoded.report.servers.flatMap(({ server }) => server.certificates ?? []);
  const [certificate, ...others] = found;
  if (decoded.report.format !== 'certificate' || certificate === undefined)
    return failed({
      exit: 64,
      what: `this is no certificate but a file of the format ${decoded.report.format}`,
      where: file,
      remedy: 'Name the certificate itself, PEM or DER, without its key.',
    });
  const name = shown(file);
  return done({
    certificate: {
      ...certificate,
      ...(withKey === true ? { hasPrivateKey: true } : {}),
      ...(trusted === true ? { status: 'Valid' as const } : {}),
    },
    warnings: [
      ...decoded.report.warnings.map(({ place, message }) => `${name}: ${shown(place)}: ${shown(message)}`),
      ...(others.length === 0 ? [] : [`${name} holds ${found.length} certificates; the first one is imported.`]),
    ],
  });
}
