import { z } from 'zod';

/** The address of a receiver. Whether it may be connected to is decided at the connection, not by its text. */
export const WebUrl = z
  .string()
  .max(2000)
  .refine(
    isWebUrl,
    'must be an https address without user name, password and fragment (http only where the egress rules allow it)',
  );

function isWebUrl(text: string): boolean {
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(text) || !URL.canParse(text)) return false;
  const { username, password, hash } = new URL(text);
  return username === '' && password === '' && hash === '';
}

/** A certificate of an authority, PEM; several behind one another. */
export const AuthorityPem = z
  .string()
  .max(100_000)
  .refine(
    (text) => /^\s*(?:-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*)+$/.test(text),
    'must be certificates in PEM',
  );

/** Settings that every channel over HTTP has. */
export const webSettings = {
  ca: AuthorityPem.nullable().default(null).describe('certificate of an own authority, PEM, beside the public ones'),
};

const HOST = /^(?:[a-z0-9_](?:[a-z0-9_-]{0,62})\.?)+$/i;
const ADDRESS = /^[0-9a-f:.]{2,45}$/i;

export const HostName = z
  .string()
  .max(253)
  .refine((text) => HOST.test(text) || ADDRESS.test(text), 'must be a host name or an address');
export const Port = z.int().min(1).max(65_535);

/** What may stand in a header: no control characters, nothing beyond ASCII. */
export const HeaderValue = z
  .string()
  .min(1)
  .max(4000)
  .regex(/^[\x20-\x7e]+$/, 'must be printable ASCII');
