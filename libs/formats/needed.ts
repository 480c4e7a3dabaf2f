import { commonNames } from '#libs/certificates/distinguished-name.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { PartialServer } from '#libs/fleet/document.js';
import { instantText } from './instant-text.js';
import type { Report, ReportedServer } from './report.js';

/** What the user told us beside the file. */
export interface Given {
  /** FQDN. */
  readonly server?: string;
  /** RFC 3339. */
  readonly observedAt?: string;
}

/** A fact that a file cannot say and that has to be asked for by name. */
export interface Needed {
  readonly fact: 'server' | 'observedAt';
  /** The option of the command line; the query parameter of the API has the name of the fact. */
  readonly option: '--server' | '--observed-at';
  readonly message: string;
  /** What the content suggests, likeliest first. */
  readonly suggestions: readonly string[];
}

/** The facts that a report still lacks before it can be recorded; empty when it can. */
export function needed(report: Report, given: Given): readonly Needed[] {
  return [...neededServers(report, given), ...neededInstant(report, given)];
}

/** The report with what was given put in. Whatever the file says itself stands. */
export function withGiven(report: Report, given: Given): Report {
  const observedAt = report.observedAt ?? (given.observedAt === undefined ? undefined : instantText(given.observedAt));
  const servers = report.servers.map((reported): ReportedServer => {
    if (given.server === undefined || !canBe(reported.server, given.server)) return reported;
    return { ...reported, server: { ...reported.server, fqdn: given.server } };
  });
  return { ...report, servers, ...(observedAt === undefined ? {} : { observedAt }) };
}

function neededServers(report: Report, given: Given): readonly Needed[] {
  const nameless = report.servers.filter(({ server }) => server.fqdn === null);
  const left = nameless.filter(({ server }) => given.server === undefined || !canBe(server, given.server));
  if (left.length === 0) return [];
  const suggestions = [...new Set(left.flatMap(({ server }) => suggested(server)))];
  const hint = suggestions.length === 0 ? '' : ` Its content suggests ${suggestions.join(' or ')}.`;
  return [{ fact: 'server', option: '--server', message: `${whatIsMissing(left, given)}${hint}`, suggestions }];
}

function whatIsMissing(left: readonly ReportedServer[], given: Given): string {
  const shortNames = left.flatMap(({ server }) => server.netbiosName ?? []);
  if (given.server !== undefined)
    return `The file speaks of ${shortNames.join(' and ')}, which ${given.server} cannot be. Export Get-ExchangeServer into the same file, or import one server at a time.`;
  if (shortNames.length > 1)
    return `The file calls ${shortNames.join(' and ')} by their short names only. Export Get-ExchangeServer into the same file, or import one server at a time with --server FQDN.`;
  if (shortNames[0] !== undefined)
    return `The file calls its server ${shortNames[0]} and nothing more: give its full name with --server FQDN.`;
  return 'The file does not say of which server it is: give it with --server FQDN.';
}

/** A server with a short name is only the one whose full name begins with it. */
function canBe(server: PartialServer, fqdn: string): boolean {
  if (server.fqdn !== null) return false;
  return server.netbiosName == null || fqdn.toLowerCase().split('.', 1)[0] === server.netbiosName.toLowerCase();
}

/** Exchange's own self-signed certificate names its server twice: by the short name and by the full one. */
function suggested(server: PartialServer): readonly string[] {
  return (server.certificates ?? []).flatMap(serverNamesOf);
}

/** The full names of a self-issued certificate that also has their first label as a name. */
export function serverNamesOf(certificate: Certificate): readonly string[] {
  if (certificate.subject == null || certificate.subject !== certificate.issuer) return [];
  const names = [...commonNames(certificate.subject), ...(certificate.subjectAlternativeNames ?? [])];
  const short = new Set(names.filter((name) => !name.includes('.')).map((name) => name.toLowerCase()));
  return [
    ...new Set(names.filter((name) => name.includes('.') && short.has(name.toLowerCase().split('.', 1)[0] ?? ''))),
  ];
}

function neededInstant(report: Report, given: Given): readonly Needed[] {
  const saysState = report.servers.length > 0 || Object.keys(report.organization).length > 0;
  if (!saysState || report.observedAt !== undefined || given.observedAt !== undefined) return [];
  const message =
    'The file does not say when it was made: give the instant with --observed-at, for example 2026-06-01T08:30:00Z.';
  return [{ fact: 'observedAt', option: '--observed-at', message, suggestions: [] }];
}
