import { isExpired } from './eligibility.js';
import type { CertificateFacts } from './certificate-facts.js';
import type { Path } from './answer.js';
import {
  handshakeFails,
  indeterminate,
  notAdvertised,
  presented,
  steps,
  type Sifted,
  type Taken,
  type Walk,
} from './path.js';
import type { SelectionRuleId } from './rulebook.js';
import type { Candidate } from './selection.js';
import { unevaluated, type NamedCandidates, type ServerFacts } from './server-facts.js';

/** The steps on the internal transport certificate have other names inbound and outbound, but are the same. */
export interface InternalTransportRules {
  readonly unset: SelectionRuleId;
  readonly stored: SelectionRuleId;
  readonly keyless: SelectionRuleId;
  readonly expired: SelectionRuleId;
}

const NO_INTERNAL_TRANSPORT_CERTIFICATE = notAdvertised([12012]);
const NOT_IN_STORE = { ...notAdvertised([12013]), cap: 'medium' } as const;

/**
 * The internal transport certificate answers for X-ANONYMOUSTLS by its thumbprint alone: no name, no PKI preference, no sort, no test
 * of SMTP, chain or `notBefore`.
 * @cite L-INANON, L-OUT (A)
 */
export function internalTransportSteps(
  rules: InternalTransportRules,
): Pick<Path<Walk>, 'choice' | 'instants' | 'candidates'> {
  const choice = steps<Walk>([
    { rule: rules.unset, take: stopIfUnset, found: unsetFound },
    { rule: rules.stored, take: stopIfNotStored, found: storedFound, sifted: storedSifted },
    { rule: rules.keyless, take: stopIfKeyless, found: keyFound },
    { rule: rules.expired, when: mayBeExpired, take: presentExpired, found: () => 'it has expired and is still used' },
    { rule: rules.stored, take: ({ server }) => presented(thumbprintOf(server)), found: () => 'it is in date' },
  ]);
  return { choice, instants, candidates };
}

function stopIfUnset({ server }: Walk): Taken {
  const thumbprint = server.internalTransportCertificate;
  if (thumbprint === undefined) return indeterminate('internalTransportCertificate');
  return thumbprint === null ? NO_INTERNAL_TRANSPORT_CERTIFICATE : 'goes-on';
}

/** C-05: a fall-back to an ephemeral certificate is possible (never on 2007), but would fail direct trust just the same. */
function stopIfNotStored({ server, notes }: Walk): Taken {
  if (server.certificates === undefined) return indeterminate('certificates');
  if (server.storedInternalTransport !== undefined) return 'goes-on';
  if (server.version !== undefined && server.version !== '2007') notes?.push('ITC_FALLBACK_EPHEMERAL_POSSIBLE');
  return NOT_IN_STORE;
}

/** @cite KB4495258 (D) */
function stopIfKeyless({ server }: Walk): Taken {
  const hasPrivateKey = server.storedInternalTransport?.hasPrivateKey;
  if (hasPrivateKey === undefined) return indeterminate('hasPrivateKey of the internal transport certificate');
  return hasPrivateKey ? 'goes-on' : handshakeFails(thumbprintOf(server), 'NoCredentials', 'medium');
}

function mayBeExpired({ server, at }: Walk): boolean {
  const facts = server.storedInternalTransport;
  return facts === undefined || facts.notAfter === undefined || isExpired(facts, at);
}

function presentExpired({ server }: Walk): Taken {
  return server.storedInternalTransport?.notAfter === undefined
    ? indeterminate('notAfter of the internal transport certificate')
    : presented(thumbprintOf(server), [12015]);
}

function instants({ server }: Walk): readonly number[] {
  const notAfter = server.storedInternalTransport?.notAfter;
  return notAfter === undefined ? [] : [notAfter];
}

function candidates(
  { server }: Walk,
  { verdict }: { readonly verdict: { readonly thumbprint: string | null } },
): readonly Candidate[] {
  const thumbprint = server.internalTransportCertificate;
  if (thumbprint == null) return unevaluated(server);
  return namedCandidates(server, {
    thumbprint,
    selected: verdict.thumbprint !== null,
    reason: 'NOT_THE_ITC_THUMBPRINT',
  });
}

/** A thumbprint that alone decides, and how it fared. */
type Named = Pick<NamedCandidates, 'selected' | 'reason'> & { readonly thumbprint: string };

/** The candidates where a thumbprint alone decides: every other certificate is out for the one reason. */
export function namedCandidates(server: ServerFacts, named: Named): readonly Candidate[] {
  const { thumbprint, selected, reason } = named;
  const known = server.kept.named?.get(thumbprint) ?? [];
  const same = known.find((one) => one.selected === selected && one.reason === reason);
  if (same !== undefined) return same.candidates;
  const candidates = candidatesBeside(server, named);
  (server.kept.named ??= new Map()).set(thumbprint, [...known, { selected, reason, candidates }]);
  return candidates;
}

function candidatesBeside({ certificates = [] }: ServerFacts, named: Named): readonly Candidate[] {
  const reasons = [named.reason];
  return certificates.map(({ thumbprint }): Candidate => {
    if (thumbprint !== named.thumbprint) return { thumbprint, verdict: 'rejected', reasons };
    return named.selected
      ? { thumbprint, verdict: 'selected', reasons: [] }
      : { thumbprint, verdict: 'eligible', reasons: ['FACT_UNKNOWN'] };
  });
}

/** The certificate of the store with a thumbprint. */
export function storedCertificate(
  server: ServerFacts,
  thumbprint: string | null | undefined,
): CertificateFacts | undefined {
  return thumbprint == null ? undefined : server.certificates?.find((facts) => facts.thumbprint === thumbprint);
}

function thumbprintOf(server: ServerFacts): string {
  return server.internalTransportCertificate ?? '';
}

function unsetFound({ server }: Walk): string {
  return server.internalTransportCertificate ?? 'no internal transport certificate is set';
}

function storedFound({ server }: Walk): string {
  return server.storedInternalTransport === undefined
    ? `${thumbprintOf(server)} is not in the store`
    : `${thumbprintOf(server)} is in the store`;
}

function storedSifted({ server }: Walk): Sifted {
  server.kept.internalTransport ??= byThumbprint(server);
  return server.kept.internalTransport;
}

function byThumbprint({ certificates = [], internalTransportCertificate: wanted }: ServerFacts): Sifted {
  const all = certificates.map(({ thumbprint }) => thumbprint);
  return {
    kept: all.filter((thumbprint) => thumbprint === wanted),
    fell: all
      .filter((thumbprint) => thumbprint !== wanted)
      .map((thumbprint) => ({ thumbprint, reasons: ['NOT_THE_ITC_THUMBPRINT'] as const })),
  };
}

function keyFound({ server }: Walk): string {
  return server.storedInternalTransport?.hasPrivateKey ? 'it has its private key' : 'it has no private key';
}
