import { parseThumbprint } from '#libs/certificates/thumbprint.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';

/** A certificate binding of http.sys, as `netsh http show sslcert` prints it. A key that is absent was not readable. */
export interface SslEntry {
  /** Where it begins, counted from 1. */
  readonly line: number;
  /** As printed: `0.0.0.0:443`, `[::]:443`, `mail.contoso.com:443`. */
  readonly address: string;
  /** Empty where the binding is for a host name. */
  readonly ipAddress: string;
  /** Empty where the binding is for an address. */
  readonly hostName: string;
  readonly port: number;
  /** Null: it has none. */
  thumbprint?: string | null;
  /** Lower case, with braces. */
  applicationId?: string;
  /** Null: the usual one. */
  store?: string | null;
}

export interface Entries {
  readonly entries: readonly SslEntry[];
  /** Lines with an application id that belongs to no address: the central certificate store, or a torn entry. */
  readonly addressless: readonly number[];
}

/**
 * The entries of the text. Windows prints the labels in its own language, so an entry is known by its values: an address with a port begins
 * it, the hash of the certificate, the id of the application in braces and the name of the store follow in this order. What comes after
 * (revocation, extended properties) is not looked at.
 */
export function entriesOf(text: string): Entries {
  const entries: SslEntry[] = [];
  const addressless: number[] = [];
  let entry: SslEntry | null = null;
  let line = 0;
  for (const content of linesOf(text)) {
    line += 1;
    const value = valueOf(content);
    if (value === null) continue;
    const begun = begins(value, line);
    if (begun !== null) {
      entries.push(begun);
      entry = begun;
    } else if (!takes(entry, value) && GUID.test(value)) {
      addressless.push(line);
      entry = null;
    }
  }
  return { entries, addressless };
}

function* linesOf(text: string): Generator<string> {
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from);
    const stop = end === -1 ? text.length : end;
    yield text.slice(from, Math.min(stop, from + LONGEST_LINE));
    from = stop + 1;
  }
}

const LONGEST_LINE = 1024;

/** Behind the colon that stands alone: labels have colons in them (`IP:port`), and so have addresses. Null: no line of an entry. */
function valueOf(line: string): string | null {
  const colon = line.search(/\s:(?:\s|$)/);
  return colon === -1 ? null : line.slice(colon + 2).trim();
}

const GUID = /^\{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\}$/i;
const ADDRESS = /^(?:(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:.%]{2,64}\])|([^\s:[\]{}()]{1,256})):(\d{1,5})$/i;

function begins(value: string, line: number): SslEntry | null {
  const parts = ADDRESS.exec(value);
  if (parts === null) return null;
  const [, ipAddress = '', hostName = '', port] = parts;
  return { line, address: value, ipAddress, hostName, port: Number(port) };
}

/** Whether the value is the next one that the entry lacks. */
function takes(entry: SslEntry | null, value: string): boolean {
  if (entry === null) return false;
  if (entry.applicationId === undefined) {
    if (GUID.test(value)) entry.applicationId = value.toLowerCase();
    else if (entry.thumbprint === undefined) takeThumbprint(entry, value);
    return true;
  }
  if (entry.store !== undefined || GUID.test(value)) return false;
  entry.store = isNone(value) ? null : value;
  return true;
}

function takeThumbprint(entry: SslEntry, value: string): void {
  const thumbprint = isNone(value) ? null : parseThumbprint(value);
  if (!isUnreadable(thumbprint)) entry.thumbprint = thumbprint;
}

function isNone(value: string): boolean {
  return value === '' || value === '(null)';
}
