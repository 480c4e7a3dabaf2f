import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownText } from '#libs/certificates/known.js';
import type { CommandDefaults } from '../command-defaults.js';
import { fault, isFault, type LineFault } from './line-fault.js';
import { placeOf, type NamedCertificate } from './named-certificate.js';
import type { CmdletLine } from './read-line.js';
import { isOn, type Said } from './said.js';

type Keys = Readonly<Record<string, unknown>>;

/** What the line says of the certificate to be; Exchange fills in the rest. A request is no certificate. */
export function newCertificate(
  { said, source }: CmdletLine,
  server: string,
  defaults: CommandDefaults,
): Keys | LineFault {
  if (said.keys['generateRequest'] === true) return {};
  const old = source === null ? {} : namesOfOld(source, server, defaults);
  if (isFault(old)) return old;
  const domains = domainNames(said, server, defaults);
  if (isFault(domains)) return domains;
  return {
    ...old,
    ...given(said, 'SubjectName', 'subject'),
    ...(domains === undefined ? {} : { subjectAlternativeNames: domains }),
    ...given(said, 'FriendlyName', 'friendlyName'),
    ...given(said, 'KeySize', 'keySize'),
  };
}

function given({ own }: Said, name: string, key: string): Keys {
  return own.has(name) ? { [key]: own.get(name) } : {};
}

/** A renewal makes a certificate with the names of the old one. @cite rulebook 16, L-RENEW (A) */
function namesOfOld(
  { thumbprint, server, at }: NamedCertificate,
  runsOn: string,
  defaults: CommandDefaults,
): Keys | LineFault {
  const from = server ?? runsOn;
  const old = defaults.certificateOf?.(from, thumbprint);
  if (old === undefined)
    return fault(
      at,
      `The certificate ${thumbprint} of ${from} is not known here, and the new one takes its names.`,
      WRITE_NAMES,
    );
  const { subject, subjectAlternativeNames, friendlyName } = old;
  if (subject === undefined || subjectAlternativeNames === undefined)
    return fault(
      at,
      `Not all names of the certificate ${thumbprint} are known, and the new one takes them.`,
      WRITE_NAMES,
    );
  return { subject, subjectAlternativeNames, ...(friendlyName === undefined ? {} : { friendlyName }) };
}

const WRITE_NAMES =
  'Give a state that knows it, or write the names: New-ExchangeCertificate -SubjectName … -DomainName ….';

/** The alternative names; undefined: the line says nothing of them. */
function domainNames(
  said: Said,
  server: string,
  defaults: CommandDefaults,
): readonly string[] | null | undefined | LineFault {
  for (const name of ['IncludeAcceptedDomains', 'IncludeAutoDiscover'])
    if (isOn(said, name))
      return fault(
        placeOf(said, name),
        'The accepted domains are not known here.',
        'Write the names with -DomainName instead.',
      );
  const typed = said.own.get('DomainName');
  const domains = isTexts(typed) ? [...typed] : [];
  for (const which of ['IncludeServerFQDN', 'IncludeServerNetBIOSName'] as const) {
    if (!isOn(said, which)) continue;
    const name = nameOfServer(which, server, defaults);
    if (name === null)
      return fault(
        placeOf(said, which),
        `That name of the server ${server} is not known here.`,
        'Write it with -DomainName instead.',
      );
    if (!domains.some((domain) => normalizeHostName(domain) === normalizeHostName(name))) domains.push(name);
  }
  if (domains.length > 0) return domains;
  return isTexts(typed) || typed === null ? typed : undefined;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

/** As far as the caller or the way in which the server is named tells it. */
function nameOfServer(
  which: 'IncludeServerFQDN' | 'IncludeServerNetBIOSName',
  server: string,
  { namesOf }: CommandDefaults,
): string | null {
  const known = namesOf?.(server);
  const fqdn = known?.fqdn ?? (server.includes('.') ? server : null);
  if (which === 'IncludeServerFQDN') return fqdn;
  const netbiosName = knownText(known?.netbiosName);
  if (netbiosName != null) return netbiosName;
  return fqdn === null ? server : (fqdn.split('.', 1)[0]?.toUpperCase() ?? null);
}
