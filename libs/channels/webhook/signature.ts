import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { decodeBase64 } from '#libs/certificates/base64.js';

/** A secret of Standard Webhooks: `whsec_` and 24 to 64 bytes in base64. */
export const SigningSecret = z
  .string()
  .max(200)
  .refine(
    (text) => keyOf(text) !== null,
    'must be whsec_ and 24 to 64 bytes in base64, as `openssl rand -base64 32` makes them',
  );

/** The first signs, and so does each further one while it is being replaced. */
export const SigningSecrets = z.array(SigningSecret).max(4);

export interface Signed {
  readonly id: string;
  /** RFC 3339. */
  readonly at: string;
  readonly body: string;
}

/** The three headers of Standard Webhooks: HMAC-SHA256 over id, seconds and body, one signature for each secret. */
export function signatureHeaders(
  { id, at, body }: Signed,
  secrets: readonly string[],
): Readonly<Record<string, string>> {
  const seconds = String(Math.floor(Date.parse(at) / 1000));
  const signatures = secrets.flatMap((secret) => {
    const key = keyOf(secret);
    return key === null ? [] : [`v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`];
  });
  return { 'webhook-id': id, 'webhook-timestamp': seconds, 'webhook-signature': signatures.join(' ') };
}

function keyOf(secret: string): Uint8Array | null {
  if (!secret.startsWith('whsec_')) return null;
  const key = decodeBase64(secret.slice('whsec_'.length));
  return key !== null && key.length >= 24 && key.length <= 64 ? key : null;
}
