import type { FleetDocument, IisBinding, Server } from '#libs/fleet/document.js';
import type { SelectionNote } from '#libs/selection/selection.js';
import { knownBoolean, knownInstant, knownList, knownText, knownUnlessNull } from './known.js';
import { all, allBut, indeterminate, notAdvertised, thumbprintText, type Draft } from './section-4-answer.js';
import { choose } from './section-5-2-choice.js';
import { isLoopback, isWildcardAddress } from './section-3-addresses.js';
import { httpsBindings } from './section-2-endpoints.js';

/** 7.1 */
export function iis(server: Server, at: number, binding: IisBinding): Draft {
  const rule = binding.site.trim().toLowerCase() === 'exchange back end' ? 'IIS-2' : 'IIS-1';
  const notes = new Set<SelectionNote>(isStaleLoopback(server, binding) ? ['STALE_LOOPBACK_BINDING'] : []);
  const bound = knownText(binding.thumbprint);
  if (bound === undefined) return indeterminate(server, rule, { notes });
  const unusable = { outcome: 'HANDSHAKE_FAILS', events: [15021], notes } as const;
  if (bound === '') return notAdvertised(server, rule, unusable);
  const store = knownList(server.certificates);
  if (store === undefined) return indeterminate(server, rule, { notes });
  const thumbprint = thumbprintText(bound);
  const found = store.find((certificate) => thumbprintText(certificate.thumbprint) === thumbprint);
  if (found === undefined) {
    return notAdvertised(server, rule, { ...unusable, thumbprint, candidates: all(server, 'NOT_BOUND') });
  }
  const key = knownBoolean(found.hasPrivateKey);
  if (key === undefined) {
    return indeterminate(server, rule, { notes, candidates: allBut(server, found, true, 'NOT_BOUND') });
  }
  const shown = { thumbprint, notes, candidates: allBut(server, found, false, 'NOT_BOUND') };
  if (!key) return notAdvertised(server, rule, { ...shown, outcome: 'HANDSHAKE_FAILS', medium: true });
  const [notBefore, notAfter] = [knownInstant(found.notBefore), knownInstant(found.notAfter)];
  if (notAfter !== undefined && at >= notAfter) notes.add('EXPIRED_PRESENTED');
  if (notBefore !== undefined && at < notBefore) notes.add('NOT_YET_VALID_PRESENTED');
  return notAdvertised(server, rule, { ...shown, outcome: 'PRESENTED' });
}

function isStaleLoopback(server: Server, binding: IisBinding): boolean {
  const own = knownText(binding.thumbprint);
  const address = knownUnlessNull(binding.ipAddress);
  if (own === undefined || address === undefined || !isLoopback(address)) return false;
  if (knownText(binding.hostName ?? '') !== '') return false;
  return httpsBindings(server).some((other) => {
    const [theirs, theirAddress] = [knownText(other.thumbprint), knownUnlessNull(other.ipAddress)];
    return (
      other.site.trim().toLowerCase() === binding.site.trim().toLowerCase() &&
      other.port === binding.port &&
      theirAddress !== undefined &&
      isWildcardAddress(theirAddress) &&
      knownText(other.hostName ?? '') === '' &&
      theirs !== undefined &&
      thumbprintText(theirs) !== thumbprintText(own)
    );
  });
}

/** 7.2 */
export function popOrImap(document: FleetDocument, server: Server, at: number, service: 'POP' | 'IMAP'): Draft {
  const settings = service === 'POP' ? server.popSettings : server.imapSettings;
  if (settings === null || settings === undefined) return notAdvertised(server, 'PI-1');
  const name = knownText(settings.x509CertificateName);
  if (name === undefined) return indeterminate(server, 'PI-1');
  if (name === '') return notAdvertised(server, 'PI-1');
  if (knownList(server.certificates) === undefined) return indeterminate(server, 'PI-2');
  const policy = document.policy ?? {};
  const choice = choose({ server, selector: { kind: 'name', name }, service, at, policy });
  const { candidates } = choice;
  if (choice.kind === 'undecided') return indeterminate(server, 'PI-2', { candidates });
  if (choice.kind !== 'winner') return notAdvertised(server, 'PI-4', { candidates, medium: true });
  const { winner } = choice;
  const notes = new Set(choice.notes);
  if (winner.expired === true) notes.add('EXPIRED_PRESENTED');
  // Where the service is unknown (only a wildcard certificate gets so far) neither rule is known to speak; what let it through is PI-3.
  const rule = winner.enabled === true ? 'PI-2' : 'PI-3';
  return notAdvertised(server, rule, {
    outcome: 'PRESENTED',
    thumbprint: winner.thumbprint,
    notes,
    candidates,
    medium: true,
  });
}
