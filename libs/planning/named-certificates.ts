import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Server } from '#libs/fleet/document.js';

const THUMBPRINT = /\b[0-9A-F]{40}\b/g;

/** The certificates whose thumbprints stand in an answer, each once, as the server tells it of which most is known. */
export function namedCertificates(answer: unknown, servers: readonly Server[]): readonly Certificate[] {
  const wanted = new Set((JSON.stringify(answer) ?? '').match(THUMBPRINT));
  const found = new Map<string, Certificate>();
  for (const { certificates } of servers) {
    for (const certificate of certificates ?? []) {
      const thumbprint = normalizeThumbprint(certificate.thumbprint);
      const known = found.get(thumbprint);
      if (!wanted.has(thumbprint) || (known !== undefined && size(known) >= size(certificate))) continue;
      found.set(thumbprint, certificate);
    }
  }
  return [...found.values()];
}

function size(certificate: Certificate): number {
  return Object.keys(certificate).length;
}
