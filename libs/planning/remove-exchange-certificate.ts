import { knownList } from '#libs/certificates/known.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { cmdletLine } from '#libs/rules/powershell.js';
import { plain } from '#libs/rules/wording.js';
import { hasTransport } from '#libs/selection/endpoints.js';
import { isBefore2013, knownThumbprint } from '#libs/selection/server-facts.js';
import { isThe, storedCertificate } from './certificate-services.js';
import type { RemoveCommand } from './command.js';
import { nothingRan, refusedBy, undecidedRan, type Ran, type ServerScene } from './ran.js';
import { pinnedBy, type PinnedBy } from './send-pins.js';

/**
 * `Remove-ExchangeCertificate`. Only the internal transport certificate and what a Send connector pins are protected; a Receive pin, an IIS
 * binding, POP, IMAP, OAuth and federation are not (C-08). What referred to the certificate goes on doing so.
 * @cite rulebook 9.5 (A, C, D)
 */
export function removeExchangeCertificate(command: RemoveCommand, scene: ServerScene): Ran {
  const { server } = scene;
  const removed = normalizeThumbprint(command.thumbprint);
  const refusal = refusalOf(removed, scene);
  if (refusal === 'unknown') {
    const undecided = undecidedRan(scene);
    return { ...undecided, carriedOut: { ...undecided.carriedOut, removed } };
  }
  if (refusal !== null) return refusal;
  const isRemoved = isThe(removed);
  const certificates = (server.certificates ?? []).filter((one) => !isRemoved(one));
  const ran = nothingRan(scene);
  return { ...ran, server: { ...server, certificates }, carriedOut: { ...ran.carriedOut, removed } };
}

/** Null: nothing stands against it. A refusal counts even if something else is unknown. */
function refusalOf(thumbprint: string, scene: ServerScene): Ran | 'unknown' | null {
  const { server } = scene;
  const certificate = storedCertificate(server, thumbprint);
  if (certificate === null) {
    return refusedBy(
      scene,
      'RM-0',
      `${named(thumbprint)} is not in the store of ${plain(server.fqdn)}. Get-ExchangeCertificate lists what is there.`,
    );
  }
  const internal = knownThumbprint(server.internalTransportCertificate);
  if (internal === thumbprint) {
    return refusedBy(
      scene,
      'RM-1',
      `${named(thumbprint)} is the internal transport certificate of ${plain(server.fqdn)}, without which transport would stop. Make another ` +
        'certificate the internal one first: New-ExchangeCertificate or Enable-ExchangeCertificate with -Services SMTP, and answer Yes.',
    );
  }
  const pinned = pinOn(scene, certificate ?? { thumbprint });
  const { version } = server;
  if (pinned.connector !== null && version != null) {
    return refusedBy(
      scene,
      'RM-2',
      `${named(thumbprint)} has the issuer and the subject of the TlsCertificateName of Send connector "${plain(pinned.connector)}". ` +
        `Take it away first (${cmdletLine('Set-SendConnector', { Identity: pinned.connector, TlsCertificateName: null })}), remove the ` +
        'certificate, and set it again while transport is stopped on the source servers.',
    );
  }
  const open = certificate === undefined || pinned.open || pinned.connector !== null;
  return open || (internal === undefined && hasTransport(server)) ? 'unknown' : null;
}

const NOT_PINNED: PinnedBy = { connector: null, open: false };

/** Servers that are known to be 2007 or 2010 have no pins. */
function pinOn({ server, organization }: ServerScene, certificate: Parameters<typeof pinnedBy>[1]): PinnedBy {
  if (isBefore2013(server.version ?? undefined)) return NOT_PINNED;
  const connectors = knownList(organization.sendConnectors);
  return connectors === undefined ? { connector: null, open: true } : pinnedBy(connectors, certificate);
}

function named(thumbprint: string): string {
  return `The certificate with thumbprint ${plain(thumbprint)}`;
}
