import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownList, knownText } from '#libs/certificates/known.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { Organization, Server } from '#libs/fleet/document.js';
import { certificateFacts, type CertificateFacts } from './certificate-facts.js';
import type { Sieve } from './eligibility.js';
import type { Sifted } from './path.js';
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
  readonly kept: Kept;
}

/** What the answers of a server leave behind for its further answers. Null: nobody has asked yet. */
export interface Kept {
  /** The candidates of an answer that fell before certificates were looked at. */
  unevaluated: readonly Candidate[] | null;
  /** The candidates where a thumbprint alone decides, by that thumbprint: several endpoints share them. */
  named: Map<string, readonly NamedCandidates[]> | null;
  /** What the store gives for a selector: several connectors ask the same. */
  sieves: Map<string, Sieve> | null;
  /** Who is the internal transport certificate, and who not. */
  internalTransport: Sifted | null;
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
    kept: { unevaluated: null, named: null, sieves: null, internalTransport: null },
  };
}

/** Lets go of what answers left behind: nearly no server of a large fleet is asked a second time. */
export function forget({ kept }: ServerFacts): void {
  kept.unevaluated = null;
  kept.named = null;
  kept.sieves = null;
  kept.internalTransport = null;
}

export function unevaluated({ kept, certificates = [] }: ServerFacts): readonly Candidate[] {
  kept.unevaluated ??= certificates.map(({ thumbprint }) => ({
    thumbprint,
    verdict: 'rejected',
    reasons: NOT_EVALUATED,
  }));
  return kept.unevaluated;
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
