import type { CertificateFacts } from '#libs/selection/certificate-facts.js';
import { enableCertificate, exchangeName, onServer, signIn, type CommandServer } from './commands.js';
import type { PoolView } from './fleet.js';
import { poolNames, type PoolsConcerned } from './pools.js';
import { cmdletLine, quoted, SWITCH } from './powershell.js';
import { isInDate, storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { certificateNamed, listed, plain } from './wording.js';

type Where = Pick<Subject, 'facts' | 'at'>;

/**
 * Brings the members of pools and their load balancers to one certificate: this server takes the newest of those that are shown if it has
 * it, else it gives its own to the others.
 * @cite L-EP (A)
 */
export function align(where: Where, { front, pools }: PoolsConcerned): readonly string[] {
  const { facts } = where;
  const newer = newestShown(where, pools, front.thumbprint);
  const chosen = newer?.thumbprint ?? front.thumbprint;
  const balanced = pools.some(({ tlsBridge }) => tlsBridge != null);
  const given = pools.every(({ tlsBridge }) => tlsBridge == null || tlsBridge === chosen);
  const steps =
    newer === undefined
      ? passOn(where, pools, chosen)
      : [...signIn(facts), enableCertificate(facts, newer.thumbprint, ['IIS'])];
  return [
    `Change all members of ${poolsNamed(pools)}${balanced ? ' and the load balancer' : ''} to one certificate, in one change.`,
    ...steps,
    ...(given ? [] : [`Give ${certificateNamed(facts, chosen)} to the load balancer.`]),
  ];
}

/** The newest of the certificates that others show, if this server could present it and it is newer than its own. */
function newestShown({ facts, at }: Where, pools: readonly PoolView[], own: string): CertificateFacts | undefined {
  const shown = new Set(pools.flatMap((pool) => [...pool.shown, pool.tlsBridge ?? own]));
  const [newest] = [...shown]
    .flatMap((thumbprint) => storedCertificate(facts, thumbprint) ?? [])
    .filter((certificate) => certificate.hasPrivateKey === true && isInDate(certificate, at) === true)
    .toSorted((one, other) => (other.notBefore ?? 0) - (one.notBefore ?? 0));
  return newest?.thumbprint === own ? undefined : newest;
}

function passOn({ facts }: Where, pools: readonly PoolView[], thumbprint: string): readonly string[] {
  const others = new Set(pools.flatMap(({ members }) => members.map(({ fqdn }) => fqdn)));
  others.delete(facts.server.fqdn);
  const exported = [...signIn(facts), ...exportPfx(facts, thumbprint)];
  if (others.size === 0) return exported;
  return [...exported, `Bring it to ${listed([...others])}, and enable it there for IIS.`];
}

/** Writes a certificate with its key into a PFX file. @cite L-CERTPROC (A) */
function exportPfx(facts: CommandServer, thumbprint: string): readonly string[] {
  const file = 'C:\\Certificates\\certificate.pfx';
  const parameters = { ...onServer(facts), Thumbprint: thumbprint, BinaryEncoded: SWITCH };
  const line = cmdletLine('Export-ExchangeCertificate', parameters);
  if (facts.version === '2007') return [`${line} -Path ${quoted(file)} -Password (Get-Credential).Password`];
  return [
    `$pfx = ${line} -Password (Read-Host 'Password' -AsSecureString)`,
    `[System.IO.File]::WriteAllBytes(${quoted(file)}, $pfx.FileData)`,
  ];
}

/** Pools as a reader knows them. */
export function poolsNamed(pools: readonly PoolView[]): string {
  const names = poolNames(pools);
  return names.length === 0 ? 'a pool without a name' : `${names.length === 1 ? 'pool' : 'pools'} ${listed(names)}`;
}

/** What a member shows, for summaries: `EX01 presents certificate …EA30 (mail.contoso.com)`. */
export function memberPresents({ facts }: Where, { front }: PoolsConcerned): string {
  return `${plain(exchangeName(facts))} presents ${certificateNamed(facts, front.thumbprint)}`;
}
