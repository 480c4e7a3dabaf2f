import type { Certificate } from '#libs/certificates/certificate.js';
import { knownInstant } from '#libs/certificates/instant.js';
import { knownList } from '#libs/certificates/known.js';
import type { Server } from '#libs/fleet/document.js';
import type { Finding } from '#libs/rules/finding.js';
import type { Selection } from '#libs/selection/selection.js';
import { connectorOf, rolesOf } from './endpoint-role.js';
import type { FieldValue, QueryRow } from './field.js';
import { issuerKind } from './issuer-kind.js';

/** A server at some time: its canonical name, what is known of it, and its findings where they are known. */
export interface KnownServer {
  readonly key: string;
  readonly server: Server;
  readonly lastSeenAt: string | null;
  /** Those that stand. Undefined: unknown. */
  readonly findings?: readonly Finding[] | undefined;
}

/** An endpoint as the query language sees it. Who changed its answer last, and when, is not known at another time than now. */
export function bindingRow(known: KnownServer, selection: Selection): QueryRow {
  const { server, findings } = known;
  const { endpoint, outcome, thumbprint } = selection;
  const nothing = thumbprint === null && outcome !== 'INDETERMINATE';
  const certificate = server.certificates?.find((one) => one.thumbprint === thumbprint);
  const here = findings?.filter((finding) => finding.endpoint === null || finding.endpoint === endpoint);
  return {
    server: namesOf(known),
    endpoint,
    role: rolesOf(endpoint),
    connector: connectorOf(endpoint),
    outcome,
    presented: outcome === 'INDETERMINATE' ? undefined : outcome === 'PRESENTED',
    thumbprint: nothing ? null : (thumbprint ?? undefined),
    ...(nothing ? NO_CERTIFICATE : certificate === undefined ? {} : presentedFacts(certificate)),
    certainty: selection.certainty,
    rule: selection.rule,
    changesAt: selection.changesAt === null ? null : knownInstant(selection.changesAt),
    ...aboutServer(known),
    ...findingFacts(here),
  };
}

const NO_CERTIFICATE: QueryRow = {
  subject: null,
  issuer: null,
  'issuer.kind': null,
  name: null,
  notBefore: null,
  notAfter: null,
  services: null,
  'key.provider': null,
  'key.algorithm': null,
  'key.size': null,
};

function presentedFacts(certificate: Certificate): QueryRow {
  return {
    ...writtenFacts(certificate),
    'issuer.kind': issuerKind(certificate),
    services: knownList(certificate.services),
    'key.provider': certificate.keyProvider,
  };
}

/** What is written in the certificate itself. */
export function writtenFacts(
  certificate: Pick<
    Certificate,
    'subject' | 'issuer' | 'subjectAlternativeNames' | 'notBefore' | 'notAfter' | 'keyAlgorithm' | 'keySize'
  >,
): QueryRow {
  return {
    subject: certificate.subject,
    issuer: certificate.issuer,
    name: knownList(certificate.subjectAlternativeNames),
    notBefore: knownInstant(certificate.notBefore),
    notAfter: knownInstant(certificate.notAfter),
    'key.algorithm': certificate.keyAlgorithm,
    'key.size': certificate.keySize,
  };
}

function namesOf({ key, server }: KnownServer): readonly string[] {
  return [key, server.netbiosName ?? key.split('.')[0] ?? key];
}

function aboutServer({ server, lastSeenAt }: KnownServer): QueryRow {
  return { lastSeen: knownInstant(lastSeenAt), version: server.version ?? undefined, site: server.adSite };
}

function findingFacts(findings: readonly Finding[] | undefined): QueryRow {
  if (findings === undefined) return {};
  return { finding: findings.map(({ id }) => id), 'finding.severity': findings.map(({ severity }) => severity) };
}

/** A server as the query language sees it. */
export function serverRow(known: KnownServer, selections: readonly Selection[]): QueryRow {
  const { server, findings } = known;
  return {
    server: namesOf(known),
    build: server.build,
    serverRole: knownList(server.roles),
    outcome: selections.map(({ outcome }) => outcome),
    ...aboutServer(known),
    ...findingFacts(findings),
  };
}

/** A finding as the query language sees it. */
export function findingRow(
  known: KnownServer,
  finding: Finding,
  { from, until }: { readonly from: string | undefined; readonly until: string | null },
): QueryRow {
  return {
    finding: finding.id,
    'finding.severity': finding.severity,
    server: namesOf(known),
    endpoint: finding.endpoint,
    role: finding.endpoint === null ? null : rolesOf(finding.endpoint),
    summary: finding.summary,
    from: knownInstant(from),
    until: until === null ? null : knownInstant(until),
    ...aboutServer(known),
  };
}

/** A certificate that stands in these stores, by canonical name of their servers. */
export interface StoredCertificate {
  readonly thumbprint: string;
  readonly facts: Certificate;
  readonly stores: readonly { readonly key: string; readonly certificate: Certificate }[];
  /** Canonical names of the servers that present it. */
  readonly presentedBy: readonly string[];
}

/** A certificate as the query language sees it. */
export function certificateRow({ thumbprint, facts, stores, presentedBy }: StoredCertificate): QueryRow {
  const said = (of: (certificate: Certificate) => FieldValue): readonly string[] =>
    stores.flatMap(({ certificate }) => {
      const value = of(certificate);
      return typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? value : [];
    });
  return {
    thumbprint,
    ...writtenFacts(facts),
    'issuer.kind': said(issuerKind),
    'key.provider': said(({ keyProvider }) => keyProvider),
    services: said(({ services }) => services),
    server: stores.map(({ key }) => key),
    presentedBy,
    presented: presentedBy.length > 0,
  };
}
