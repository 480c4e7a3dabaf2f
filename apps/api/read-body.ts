import { Refused } from './refused.js';

/** A file as it was sent, whether as the raw body or as the one file of a form. */
export interface SentFile {
  readonly bytes: Uint8Array;
  readonly filename: string | null;
}

const MOST_PARTS = 16;

/**
 * The file of an import request. A form must hold exactly one file; its other fields are not read, for the parameters stand in the address.
 */
export async function sentFile(body: unknown, contentType: string | undefined): Promise<SentFile> {
  const bytes = bytesOf(body);
  if (!contentType?.toLowerCase().startsWith('multipart/')) return { bytes, filename: null };
  const files = await filesOf(bytes, contentType);
  const [file] = files;
  if (file === undefined || files.length > 1) {
    throw new Refused('bad-request', `A form for an import holds one file, this one holds ${files.length}.`, {
      remedy: 'Send each file in a request of its own.',
    });
  }
  return { bytes: new Uint8Array(await file.arrayBuffer()), filename: file.name === '' ? null : file.name };
}

export function bytesOf(body: unknown): Uint8Array {
  return body instanceof Uint8Array ? body : new Uint8Array();
}

async function filesOf(bytes: Uint8Array, contentType: string): Promise<readonly File[]> {
  const boundary = /boundary="?([^";]+)/i.exec(contentType)?.[1];
  if (boundary === undefined) throw notAForm('its content type names no boundary');
  if (countUpTo(bytes, `--${boundary}`, MOST_PARTS + 2) > MOST_PARTS + 1)
    throw notAForm(`it has more than ${MOST_PARTS} parts`);
  const form = await new Response(copied(bytes), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => null);
  if (form === null) throw notAForm('its parts cannot be told apart');
  return [...form.values()].filter((value) => value instanceof File);
}

function copied(bytes: Uint8Array): ArrayBuffer {
  const copy = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(copy).set(bytes);
  return copy;
}

function countUpTo(bytes: Uint8Array, text: string, most: number): number {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let found = 0;
  for (let at = buffer.indexOf(text); at >= 0 && found < most; at = buffer.indexOf(text, at + text.length)) found += 1;
  return found;
}

function notAForm(why: string): Refused {
  return new Refused('bad-request', `The body is not a multipart form that can be read: ${why}.`, {
    remedy: 'Send the file as the raw body, or as the one file of a form: curl -F file=@export.xml …',
  });
}
