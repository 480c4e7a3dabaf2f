import { knownList, knownText } from '#libs/certificates/known.js';
import { certificateIdentity } from '#libs/fleet/identity.js';
import type { ClientProtocolSettings, IisBinding, Server } from '#libs/fleet/document.js';
import { defaultWebSite, isReachable } from '#libs/rules/web-sites.js';
import { knownThumbprint } from '#libs/selection/server-facts.js';

/** A fact of one server, connectors apart, that is another one in a later state. A side that is unknown is undefined. */
export type ServerDifference = { readonly server: Server } & (
  | Sided<'internal-transport', string | null>
  | (Sided<'certificate', string | null> & { readonly thumbprint: string })
  | (Sided<'services', readonly string[] | null> & { readonly thumbprint: string })
  | (Sided<'binding', string | null> & {
      /** `<site>:<ip>:<port>:<host>`, the text exactly as in the document. */
      readonly address: string;
      /** It is one that `Enable-ExchangeCertificate -Services IIS` binds. */
      readonly enabled: boolean;
    })
  | Sided<'pop' | 'imap', string | null>
);

interface Sided<K, T> {
  readonly kind: K;
  readonly before: T | undefined;
  readonly after: T | undefined;
}

export function serverDifferences(before: Server, after: Server): readonly ServerDifference[] {
  return [
    ...internalTransportDifference(before, after),
    ...certificateDifferences(before, after),
    ...bindingDifferences(before, after),
    ...clientProtocolDifference('pop', before, [before.popSettings, after.popSettings]),
    ...clientProtocolDifference('imap', before, [before.imapSettings, after.imapSettings]),
  ];
}

function internalTransportDifference(server: Server, after: Server): readonly ServerDifference[] {
  const sides = {
    before: knownThumbprint(server.internalTransportCertificate),
    after: knownThumbprint(after.internalTransportCertificate),
  };
  return sides.before === sides.after ? [] : [{ kind: 'internal-transport', server, ...sides }];
}

/** The store and its services. A store that is unknown tells of no difference. */
function certificateDifferences(server: Server, after: Server): readonly ServerDifference[] {
  if (server.certificates === after.certificates) return [];
  const [former, latter] = [servicesIn(server), servicesIn(after)];
  if (former === undefined || latter === undefined) return [];
  return [...new Set([...former.keys(), ...latter.keys()])].flatMap((thumbprint): readonly ServerDifference[] => {
    const about = { server, thumbprint };
    const [before, services] = [former.get(thumbprint), latter.get(thumbprint)];
    if (!latter.has(thumbprint)) return [{ kind: 'certificate', ...about, before: thumbprint, after: null }];
    if (former.has(thumbprint)) {
      return before?.join() === services?.join() ? [] : [{ kind: 'services', ...about, before, after: services }];
    }
    const added = { kind: 'certificate', ...about, before: null, after: thumbprint } as const;
    return services?.length === 0 ? [added] : [added, { kind: 'services', ...about, before: null, after: services }];
  });
}

/** The services of each certificate, sorted. */
function servicesIn(server: Server): ReadonlyMap<string, readonly string[] | undefined> | undefined {
  const certificates = knownList(server.certificates);
  if (certificates === undefined) return undefined;
  return new Map(
    certificates.map((certificate) => {
      const services = knownList(certificate.services);
      return [certificateIdentity(certificate), services && [...new Set(services)].sort()];
    }),
  );
}

function bindingDifferences(server: Server, after: Server): readonly ServerDifference[] {
  if (server.iisBindings === after.iisBindings) return [];
  const [former, latter] = [bindingsIn(server), bindingsIn(after)];
  if (former === undefined || latter === undefined) return [];
  const bound = new Set(boundByEnable(server));
  return [...new Set([...former.keys(), ...latter.keys()])].flatMap((key) => {
    const [one, other] = [former.get(key), latter.get(key)];
    const binding = one ?? other;
    if (binding === undefined) return [];
    const sides = { before: boundTo(one), after: boundTo(other) };
    if (one !== undefined && other !== undefined && sides.before === sides.after) return [];
    const address = bindingText(binding);
    return [{ kind: 'binding', server, address, enabled: bound.has(`iis:${address}`), ...sides }];
  });
}

/** What a binding holds; one that is not there holds nothing. */
function boundTo(binding: IisBinding | undefined): string | null | undefined {
  return binding === undefined ? null : knownThumbprint(binding.thumbprint);
}

function bindingsIn({ iisBindings }: Server): ReadonlyMap<string, IisBinding> | undefined {
  return knownList(iisBindings) && new Map((iisBindings ?? []).map((binding) => [bindingKey(binding), binding]));
}

/** Bindings of other protocols are other bindings even at the same address. */
function bindingKey(binding: IisBinding): string {
  return `${bindingText(binding)} ${binding.protocol?.toLowerCase() ?? ''}`;
}

function bindingText({ site, ipAddress, port, hostName }: IisBinding): string {
  return `${site}:${ipAddress ?? ''}:${port}:${hostName ?? ''}`;
}

/** The endpoints of the bindings that `Enable-ExchangeCertificate -Services IIS` sets. @cite rulebook 9.3 (A/B) */
function boundByEnable(server: Server): readonly string[] {
  return (defaultWebSite(server) ?? [])
    .filter((binding) => binding.host === '' && isReachable(binding) === true)
    .map(({ endpoint }) => endpoint);
}

type Settings = ClientProtocolSettings | null | undefined;

function clientProtocolDifference(
  kind: 'pop' | 'imap',
  server: Server,
  [former, latter]: readonly [Settings, Settings],
): readonly ServerDifference[] {
  const sides = { before: nameIn(former), after: nameIn(latter) };
  return sides.before === sides.after ? [] : [{ kind, server, ...sides }];
}

/** Null: there are no settings, or they name nothing. */
function nameIn(settings: Settings): string | null | undefined {
  return settings === null ? null : knownText(settings?.x509CertificateName);
}
