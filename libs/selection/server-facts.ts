import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownList, knownText } from '#libs/certificates/known.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Organization, Server } from '#libs/fleet/document.js';
import { certificateFacts, type CertificateFacts } from './certificate-facts.js';
import type { Sieve } from './eligibility.js';
import type { Knobs } from './policy.js';
import type { Candidate } from './selection.js';

/** What the questions about one server ask again and again, read once. `undefined` is unknown. */
export interface ServerFacts {
  readonly server: Server;
  readonly organization: Organization;
  readonly knobs: Knobs;
  /** Normalised. */
  readonly fqdn: string;
  readonly version: string | undefined;
  readonly roles: readonly string[] | undefined;
  readonly certificates: readonly CertificateFacts[] | undefined;
  /** Normalised thumbprint; null: there is none. */
  readonly internalTransportCertificate: string | null | undefined;
  /** What the store has under that thumbprint; undefined: nothing, or either is unknown. */
  readonly storedInternalTransport: CertificateFacts | undefined;
  /** The candidates of an answer that fell before certificates were looked at. */
  readonly unevaluated: readonly Candidate[];
  /** The candidates where a thumbprint alone decides, by that thumbprint: several endpoints share them. */
  readonly namedCandidates: Map<string, readonly NamedCandidates[]>;
  /** What the store gives for a selector, kept because several connectors ask the same. */
  readonly sieves: Map<string, Sieve>;
}

/** Who a thumbprint that alone decides leaves, by how it fared itself and why every other certificate is out. */
export interface NamedCandidates {
  readonly selected: boolean;
  readonly reason: 'NOT_THE_ITC_THUMBPRINT' | 'NOT_BOUND';
  readonly candidates: readonly Candidate[];
}

export function serverFacts(server: Server, organization: Organization | undefined, knobs: Knobs): ServerFacts {
  const version = server.version ?? undefined;
  const internalTransportCertificate = knownThumbprint(server.internalTransportCertificate);
  const single = version === '2007' && knobs.exchange2007Profile === 'single';
  const publishes = (thumbprint: string): boolean | undefined =>
    internalTransportCertificate === undefined ? undefined : internalTransportCertificate === thumbprint;
  const certificates = knownList(server.certificates)?.map((certificate) =>
    certificateFacts(certificate, single ? publishes : null),
  );
  return {
    server,
    organization: organization ?? {},
    knobs,
    fqdn: normalizeHostName(server.fqdn),
    version,
    roles: knownList(server.roles),
    certificates,
    internalTransportCertificate,
    storedInternalTransport: certificates?.find(({ thumbprint }) => thumbprint === internalTransportCertificate),
    unevaluated: (certificates ?? []).map(({ thumbprint }) => ({
      thumbprint,
      verdict: 'rejected',
      reasons: NOT_EVALUATED,
    })),
    namedCandidates: new Map(),
    sieves: new Map(),
  };
}

const NOT_EVALUATED = ['NOT_EVALUATED'] as const;

/** A thumbprint in the form of the answers; null: known to be unset. */
export function knownThumbprint(text: string | null | undefined): string | null | undefined {
  const known = knownText(text);
  return typeof known === 'string' ? normalizeThumbprint(known) : known;
}

/** Exchange 2007 and 2010 have neither pins nor a Mailbox role that carries transport; an unknown version counts as later. */
export function isBefore2013(version: string | undefined): boolean {
  return version === '2007' || version === '2010';
}
