/**
 * The formats that Certfleet reads; the one list. A format is a folder here and a line below.
 *
 *   decode(bytes): Decoded      what a file says, or why it is not taken; never throws
 */
import { adminAuditLog } from './admin-audit-log/admin-audit-log.js';
import { cloudevents } from './cloudevents/cloudevents.js';
import { exchangeCsv } from './exchange-csv/exchange-csv.js';
import { exchangeJson } from './exchange-json/exchange-json.js';
import { exchangeObjects } from './exchange-object/exchange-objects.js';
import { fleetDocument } from './fleet-document/fleet-document.js';
import { netshSslcert } from './netsh-sslcert/netsh-sslcert.js';
import { pemDer } from './pem-der/pem-der.js';
import { findPrivateKey } from './private-key/find.js';
import { protocolLog } from './protocol-log/protocol-log.js';
import { refused } from './refusal.js';
import { unkeepable } from './unkeepable.js';
import type { Decoded, Format, Input } from './report.js';
import { shellText } from './shell-text/shell-text.js';
import { explainBadText, readInput } from './text.js';
import { websiteJson } from './website-json/website-json.js';
import { windowsEvent } from './windows-event/windows-event.js';
import { decodeZip, isZip } from './zip/zip.js';

export const FORMATS: readonly Format[] = [
  exchangeObjects,
  exchangeJson,
  exchangeCsv,
  shellText,
  fleetDocument,
  cloudevents,
  websiteJson,
  netshSslcert,
  protocolLog,
  adminAuditLog,
  windowsEvent,
  pemDer,
];

/** What a file of any supported format says, or a zip of such files. Recognised by content, never by its name. `begun` is called for each file of a zip. */
export function decode(bytes: Uint8Array, begun: () => void = () => undefined): Decoded {
  if (!isZip(bytes)) return decodeFile(bytes);
  return decodeZip(bytes, (content) => {
    begun();
    return decodeFile(content);
  });
}

function decodeFile(bytes: Uint8Array): Decoded {
  const key = findPrivateKey(bytes);
  if (key !== null) return { ok: false, refusal: key };
  const input = readInput(bytes);
  if (bytes.length === 0 || input.text?.trim() === '')
    return refused('empty', '', 'The file is empty.', 'Export it again, and check that the disk was not full.');
  const format = FORMATS.find((one) => one.recognises(input));
  if (format === undefined) return notRecognised(input);
  const decoded = format.decode(input);
  return decoded.ok ? (unkeepable(decoded.report) ?? decoded) : decoded;
}

const SUPPORTED =
  'Give output of Exchange’s Get- cmdlets by Export-Clixml (best), ConvertTo-Json, Export-Csv or as a list of the Shell, a Health Checker ' +
  'analysis, Get-Website as JSON, netsh http show sslcert, an administrator audit log, Windows events as XML or JSON, SMTP protocol logs, ' +
  'a fleet document, CloudEvents, or certificates as PEM or DER; or a zip of such files.';

function notRecognised(input: Input): Decoded {
  const refusal = explainBadText(input.bytes);
  if (refusal !== null) return { ok: false, refusal };
  return refused('not-recognised', '', `${whatItIs(input.text)} that is of no format Certfleet reads.`, SUPPORTED);
}

/** What it seems to be, so that the user sees what went wrong. */
function whatItIs(text: string | null): string {
  if (text === null) return 'This is binary data';
  if (/^\s*</.test(text)) return `This is ${/^\s*<(?:!doctype\s+)?html/i.test(text) ? 'a web page' : 'XML'}`;
  return /^\s*[[{]/.test(text) ? 'This is JSON' : 'This is text';
}
