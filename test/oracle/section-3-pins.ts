import type { Certificate } from '#libs/certificates/certificate.js';
import { and, knownText, type Tri } from './known.js';

export interface Pin {
  readonly issuer: string;
  readonly subject: string;
}

/** 3.3; null is a syntax error. */
export function readPin(text: string): Pin | null {
  const trimmed = text.trim();
  if (trimmed.slice(0, 3).toUpperCase() !== '<I>') return null;
  const body = trimmed.slice(3);
  const tag = /<S>/i.exec(body);
  if (tag === null) return null;
  const issuer = body.slice(0, tag.index).trim();
  const subject = body.slice(tag.index + 3).trim();
  return issuer === '' || subject === '' ? null : { issuer, subject };
}

export function pinMatch(certificate: Certificate, pin: Pin): Tri {
  return and(sameText(certificate.issuer, pin.issuer), sameText(certificate.subject, pin.subject));
}

function sameText(value: string | null | undefined, part: string): Tri {
  const known = knownText(value);
  return known === undefined ? undefined : known.trim().toUpperCase() === part.toUpperCase();
}
