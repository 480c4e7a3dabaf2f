import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** A key and the id that stands in what it sealed. */
export interface SecretKey {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** The first key seals, every key opens. */
export type KeyList = readonly [SecretKey, ...SecretKey[]];

export const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const PREFIX = 'sealed:1:';
const KEY_ID = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** The keys of a list `id:base64 id:base64`, separated by commas, blanks or line ends, or what is wrong with it. Keys are not repeated in what is said. */
export function readKeys(text: string): KeyList | { readonly fault: string } {
  const keys: SecretKey[] = [];
  for (const [index, part] of text
    .split(/[\s,]+/)
    .filter((one) => one !== '')
    .entries()) {
    const colon = part.indexOf(':');
    const id = part.slice(0, colon);
    const bytes = new Uint8Array(Buffer.from(part.slice(colon + 1), 'base64'));
    if (colon < 0 || !KEY_ID.test(id)) return { fault: `key ${index + 1} does not begin with an id such as k1:` };
    if (bytes.length !== KEY_BYTES)
      return { fault: `key ${id} is not ${KEY_BYTES} bytes in base64, as openssl rand -base64 32 makes them` };
    if (keys.some((key) => key.id === id)) return { fault: `there are two keys ${id}` };
    keys.push({ id, bytes });
  }
  const [first, ...others] = keys;
  return first === undefined ? { fault: 'there is no key' } : [first, ...others];
}

/**
 * The text sealed with AES-256-GCM. It opens in the same place only: `place` names organization, channel and key, so that nobody who may write rows can
 * move a secret to where it is sent elsewhere.
 */
export function seal(text: string, place: string, [key]: KeyList): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key.bytes, nonce).setAAD(Buffer.from(place, 'utf8'));
  const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return `${PREFIX}${key.id}:${sealed.toString('base64url')}`;
}

export type Opened = { readonly ok: true; readonly text: string; readonly byFirstKey: boolean } | NotOpened;
export interface NotOpened {
  readonly ok: false;
  readonly why: string;
}

/** What was sealed, or why it does not open. `byFirstKey` false: it should be sealed anew. */
export function open(sealed: string, place: string, keys: KeyList): Opened {
  const [, id, body = ''] = /^sealed:1:([a-z0-9-]{1,32}):([A-Za-z0-9_-]+)$/.exec(sealed) ?? [];
  if (id === undefined) return { ok: false, why: 'is not sealed' };
  const key = keys.find((one) => one.id === id);
  if (key === undefined) return { ok: false, why: `was sealed with the key ${id}, which is not in the list` };
  const bytes = Buffer.from(body, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return { ok: false, why: 'is cut off' };
  const decipher = createDecipheriv('aes-256-gcm', key.bytes, bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(place, 'utf8')).setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString(
      'utf8',
    );
    return { ok: true, text, byFirstKey: id === keys[0].id };
  } catch {
    return { ok: false, why: `was changed, moved, or sealed with another key ${id}` };
  }
}

export function isSealed(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(PREFIX);
}
