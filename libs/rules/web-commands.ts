import type { HttpsBinding } from '#libs/selection/https-bindings.js';
import { BROUGHT, bringCertificate } from './bring-certificate.js';
import { webNames } from './client-names.js';
import { enableCertificate, exchangeName, signIn, type CommandServer } from './commands.js';
import { quoted, type Variable } from './powershell.js';
import { replacementFor } from './replacement.js';
import { storedCertificate } from './stored-certificate.js';
import type { Subject } from './subject.js';
import { isOfDefaultWebSite, isReachable } from './web-sites.js';

type Where = Pick<Subject, 'facts' | 'fleet' | 'at'>;

/**
 * Gives an https binding another certificate. `Enable-ExchangeCertificate` reaches the bindings of Default Web Site on 443 without a host
 * name that are not loopback; every other one is bound in IIS.
 * @cite CSS-IIS (B), IIS-4
 */
export function bind(facts: CommandServer, binding: HttpsBinding, certificate: string | Variable): readonly string[] {
  if (isOfDefaultWebSite(binding) && binding.host === '' && isReachable(binding) !== false) {
    return [enableCertificate(facts, certificate, ['IIS'])];
  }
  return bindInIis(facts, binding.binding, certificate);
}

/** Where a binding stands, as IIS knows it. */
export interface BindingPlace {
  readonly site: string;
  readonly ipAddress?: string | null;
  readonly port: number;
  readonly hostName?: string | null;
}

/** Binds a certificate in IIS, which can only be done on the server itself. */
export function bindInIis(
  facts: CommandServer,
  { site, ipAddress, port, hostName }: BindingPlace,
  certificate: string | Variable,
): readonly string[] {
  const address = (ipAddress ?? '').trim() || '*';
  const place = `${address}:${port}:${(hostName ?? '').trim()}`;
  const thumbprint = typeof certificate === 'string' ? quoted(certificate) : certificate.name;
  return [
    `Run the following on ${exchangeName(facts)} itself, as administrator:`,
    'Import-Module WebAdministration',
    `$binding = Get-WebBinding -Name ${quoted(site.trim())} -Protocol https | Where-Object { $_.bindingInformation -eq ${quoted(place)} }`,
    `$binding.AddSslCertificate(${thumbprint}, 'My')`,
  ];
}

/** Gives a binding the certificate of the store that covers every name, or one that is to be ordered. */
export function serveNames(where: Where, binding: HttpsBinding, names: readonly string[]): readonly string[] {
  const { facts } = where;
  const found = replacementFor(where, { names });
  if (found !== undefined) return [...signIn(facts), ...bind(facts, binding, found.thumbprint)];
  return [...signIn(facts), ...bringCertificate(facts, names), ...bind(facts, binding, BROUGHT)];
}

/**
 * The names that a binding should answer for: its host, else those that clients use, else those of the certificate that it holds, else the
 * server's own.
 */
export function namesToServe(where: Pick<Subject, 'facts' | 'fleet'>, binding: HttpsBinding): readonly string[] {
  if (binding.host !== '') return [binding.host];
  const used = [...webNames(where)];
  if (used.length > 0) return used;
  const held = binding.thumbprint == null ? undefined : storedCertificate(where.facts, binding.thumbprint);
  const own = held === undefined || held.isSelfSigned === true ? [] : held.names.names;
  return own.length > 0 ? own : [where.facts.fqdn];
}
