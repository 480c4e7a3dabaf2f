import { commonNames } from '#libs/certificates/distinguished-name.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { PartialServer } from '#libs/fleet/document.js';
import { needsServer } from '#libs/fleet/observe.js';
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

/**
 * The report with what was given put in. Whatever the file says itself stands. A server that the file calls by its short name only gets
 * the given name if that begins with the short one; else it is recorded under the name the file uses, and joined later, when another
 * report tells whose short name it is.
 */
export function withGiven(report: Report, given: Given): Report {
  const observedAt = report.observedAt ?? (given.observedAt === undefined ? undefined : instantText(given.observedAt));
  const servers = report.servers.map((reported): ReportedServer => {
    const fqdn = reported.server.fqdn ?? nameFor(reported.server, given);
    return { ...reported, server: { ...reported.server, fqdn } };
  });
  const happenings = report.happenings?.map((one) =>
    given.server !== undefined && (needsServer(one) || isShortNameOf(one.server, given.server))
      ? { ...one, server: given.server }
      : one,
  );
  return { ...report, servers, ...(happenings && { happenings }), ...(observedAt === undefined ? {} : { observedAt }) };
}

function nameFor({ netbiosName }: PartialServer, { server }: Given): string | null {
  if (netbiosName == null) return server ?? null;
  return server !== undefined && isShortNameOf(netbiosName, server) ? server : netbiosName;
}

function isShortNameOf(name: string | null, fqdn: string): boolean {
  return name?.toLowerCase() === fqdn.toLowerCase().split('.', 1)[0];
}

function neededServers(report: Report, given: Given): readonly Needed[] {
  const nameless = report.servers.filter(({ server }) => server.fqdn === null && server.netbiosName == null);
  const placeless = (report.happenings ?? []).some(needsServer);
  if ((nameless.length === 0 && !placeless) || given.server !== undefined) return [];
  const suggestions = [...new Set(nameless.flatMap(({ server }) => suggested(server)))];
  const hint = suggestions.length === 0 ? '' : ` Its content suggests ${suggestions.join(' or ')}.`;
  const message = `The file does not say of which server it is: give it with --server FQDN.${hint}`;
  return [{ fact: 'server', option: '--server', message, suggestions }];
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
