/**
 * `netsh http show sslcert`: which certificates http.sys holds for which addresses. It does not say of which server it is, nor which web
 * site stands behind an address: http.sys knows applications only. Of IIS's entries those on the ports that Exchange's setup gives to its
 * two sites are read as theirs, and the warning says so; all others are left out.
 */
import type { IisBinding } from '#libs/fleet/document.js';
import { join } from '../exchange-object/join.js';
import { counted, readAround, warningsOf, type ReadAround } from '../read-around.js';
import type { Decoded, Format, Input } from '../report.js';
import { readableText } from '../text.js';
import { entriesOf, type SslEntry } from './entries.js';

export const netshSslcert: Format = {
  name: 'netsh-sslcert',
  recognises: (input) => looksLikeNetsh(readableText(input, BEGINNING)),
  decode: decodeEntries,
};

const BEGINNING = 16_384;

function looksLikeNetsh(beginning: string): boolean {
  if (/^\s*[<{[#-]/.test(beginning)) return false;
  if (/^\s*SSL Certificate bindings:?\s*$/im.test(beginning.slice(0, 256))) return true;
  return entriesOf(beginning).entries.some(({ thumbprint, applicationId }) => thumbprint && applicationId);
}

/** The application id under which IIS binds. @cite Microsoft, "netsh http add sslcert" and IIS (A) */
export const IIS = '{4dc3e181-e14b-4a21-b022-59fc669b0914}';

/** As Exchange's setup binds them. Exchange 2007 and 2010 have no back end. @cite rulebook 7.1 */
const SITES: Readonly<Record<number, string>> = { 443: 'Default Web Site', 444: 'Exchange Back End' };

type Doubt = 'site' | 'application' | 'exchange-port' | 'port' | 'addressless' | 'hash' | 'store' | 'none';

function decodeEntries(input: Input): Decoded {
  const doubts: ReadAround<Doubt> = new Map();
  const { entries, addressless } = entriesOf(readableText(input));
  for (const line of addressless) readAround(doubts, 'addressless', `line ${line}`);
  const bindings = entries.flatMap((entry) => bindingOf(entry, doubts) ?? []);
  if (entries.length === 0) readAround(doubts, 'none', '');
  const joined = join(bindings.length === 0 ? [] : [{ of: {}, server: { iisBindings: bindings } }]);
  const warnings = [...warningsOf(doubts, WORDS), ...joined.warnings];
  return { ok: true, report: { format: netshSslcert.name, ...joined, events: [], warnings } };
}

function bindingOf(entry: SslEntry, doubts: ReadAround<Doubt>): IisBinding | null {
  const { port, ipAddress, hostName, applicationId } = entry;
  const place = `line ${entry.line}, ${entry.address}`;
  const site = Object.hasOwn(SITES, port) ? SITES[port] : undefined;
  if (applicationId !== IIS) {
    readAround(doubts, site === undefined ? 'application' : 'exchange-port', place);
    return null;
  }
  if (site === undefined) {
    readAround(doubts, 'port', place);
    return null;
  }
  readAround(doubts, 'site', place);
  const address = hostName !== '' || ipAddress === '0.0.0.0' ? '*' : ipAddress;
  const thumbprint = boundIn(entry, doubts, place);
  return {
    site,
    protocol: 'https',
    ipAddress: address,
    port,
    hostName,
    sni: hostName !== '',
    ...(thumbprint === undefined ? {} : { thumbprint }),
  };
}

/** The certificate, where it is in the store in which Exchange keeps its own; of one elsewhere this server's list of certificates knows nothing. */
function boundIn({ thumbprint, store }: SslEntry, doubts: ReadAround<Doubt>, place: string): string | null | undefined {
  if (thumbprint === undefined) readAround(doubts, 'hash', place);
  if (thumbprint == null || store == null || store.toLowerCase() === 'my') return thumbprint;
  readAround(doubts, 'store', place);
  return undefined;
}

const WORDS: Readonly<Record<Doubt, (count: number) => string>> = {
  site: (count) =>
    `netsh names no web sites. ${counted(count, 'entry', 'entries')} of IIS ${count === 1 ? 'was' : 'were'} read as Exchange’s setup binds them: port ` +
    '443 as Default Web Site, port 444 as Exchange Back End. Get-WebBinding tells the sites themselves.',
  application: (count) => `${counted(count, 'entry', 'entries')} of other applications than IIS left out.`,
  'exchange-port': (count) =>
    `${counted(count, 'entry', 'entries')} on port 443 or 444 left out: bound under another application id than IIS’s, so IIS may not know of it. ` +
    'Its certificate is presented there all the same: look with Get-WebBinding, and bind it again in IIS.',
  port: (count) =>
    `${counted(count, 'entry', 'entries')} of IIS on other ports than 443 and 444 left out: which web site it is cannot be told. Give Get-WebBinding.`,
  addressless: (count) =>
    `${counted(count, 'entry', 'entries')} without an address (a central certificate store?) left out.`,
  hash: (count) =>
    `${counted(count, 'entry', 'entries')} without a readable certificate hash: which certificate is bound there stays unknown.`,
  store: (count) =>
    `${counted(count, 'certificate')} bound from another store than My, where Exchange keeps none: which one is presented there stays unknown.`,
  none: () => 'The text has no entry: no certificate is bound, or it was cut off.',
};
