/**
 * The certificate cmdlets in a log. It holds what was asked for, never the certificate: nothing is said of that but its thumbprint.
 * @cite PS-ENABLE, PS-REMOVE, PS-IMPORT, PS-NEW (A)
 */
import { EXCHANGE_SERVICES, type ExchangeService } from '#libs/certificates/certificate.js';
import { parseThumbprint } from '#libs/certificates/thumbprint.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { EventData } from '#libs/fleet/event.js';
import { servicesOf } from '../exchange-certificate/enumerations.js';
import { quoted } from '../text.js';
import { flagOf, oneText, wordsOf } from './given.js';
import { serverOf } from './place-of-cmdlet.js';
import { did, doubt, NOTHING, withDoubts, type Ran, type Told } from './told.js';

const EXPORT_STORE = 'Export Get-ExchangeCertificate of that server after it.';

export function enableCertificate(ran: Ran): Told {
  const found = certificateOf(ran, [given(ran, 'thumbprint'), given(ran, 'identity'), ran.objectModified]);
  if (typeof found === 'string') return doubt(found);
  const services = servicesGiven(ran);
  if (!services.ok) return doubt(services.doubt);
  return withDoubts(
    did({ type: 'certificate.enabled', server: found.server, data: enabled(ran, found.thumbprint, services.services) }),
    services.doubts,
  );
}

export function removeCertificate(ran: Ran): Told {
  const found = certificateOf(ran, [given(ran, 'thumbprint'), given(ran, 'identity'), ran.objectModified]);
  if (typeof found === 'string') return doubt(found);
  return did({ type: 'certificate.removed', server: found.server, data: { thumbprint: found.thumbprint } });
}

/** What was imported the log does not hold. Where it names the thumbprint, the timeline can tell who imported it. */
export function importCertificate(ran: Ran): Told {
  const found = certificateOf(ran, [ran.objectModified]);
  return typeof found === 'string' ? doubt(withoutCertificate(ran.cmdlet)) : noted(ran, found);
}

function noted({ cmdlet }: Ran, { server, thumbprint }: CertificateOfRecord): Told {
  const text = `${cmdlet} put the certificate ${thumbprint} into the store; the log does not hold the certificate itself.`;
  return withDoubts(did({ type: 'note.added', server, data: { text } }), [withoutCertificate(cmdlet)]);
}

/** A request changes no certificate. Of a new certificate only the services are known, and only where the log names its thumbprint. */
export function newCertificate(ran: Ran): Told {
  const request = ran.parameters.get('generaterequest');
  if (request !== undefined && flagOf(request) !== false) return NOTHING;
  const found = certificateOf(ran, [ran.objectModified]);
  if (typeof found === 'string') return doubt(withoutCertificate(ran.cmdlet));
  const services = servicesGiven(ran);
  if (!services.ok) return noted(ran, found);
  const data = enabled(ran, found.thumbprint, services.services);
  return withDoubts(did({ type: 'certificate.enabled', server: found.server, data }), [
    withoutCertificate(ran.cmdlet),
    ...services.doubts,
  ]);
}

function withoutCertificate(cmdlet: string): string {
  return `${cmdlet}: the log does not hold the certificate. ${EXPORT_STORE}`;
}

/** `-Force` answers the overwrite question. Without it the answer was given on the screen, and no log keeps it. */
function enabled(
  ran: Ran,
  thumbprint: string,
  services: EventData['certificate.enabled']['services'],
): EventData['certificate.enabled'] {
  const force = ran.parameters.get('force');
  const answer = force !== undefined && flagOf(force) === true ? 'force' : services.includes('SMTP') ? 'unknown' : null;
  const surface = surfaceOf(ran.provenance.tool);
  const doNotRequireSsl = ran.parameters.get('donotrequiressl');
  const isOn = doNotRequireSsl === undefined ? undefined : flagOf(doNotRequireSsl);
  return {
    thumbprint,
    services,
    ...(answer === null ? {} : { answer }),
    ...(surface === null ? {} : { surface }),
    ...(isOn == null ? {} : { doNotRequireSsl: isOn }),
  };
}

/** The event log names the application: `Remote-ManagementShell-Unknown`, `Remote-ECP-Unknown`, `Local-ConsoleHost-Unknown`. */
function surfaceOf(application: string | undefined): 'shell' | 'eac' | null {
  const name = /^[A-Za-z]+-([A-Za-z]+)/.exec(application ?? '')?.[1]?.toLowerCase();
  if (name === 'ecp') return 'eac';
  return name === 'managementshell' || name === 'powershell' || name === 'consolehost' ? 'shell' : null;
}

interface CertificateOfRecord {
  readonly server: string | null;
  readonly thumbprint: string;
}

/** The first of the texts that names a certificate (`SERVER\thumbprint`, or the thumbprint alone), with its server; or what is wrong. */
function certificateOf(ran: Ran, texts: readonly (string | undefined)[]): CertificateOfRecord | string {
  for (const text of texts) {
    if (text === undefined) continue;
    const backslash = text.lastIndexOf('\\');
    const thumbprint = parseThumbprint(text.slice(backslash + 1));
    if (isUnreadable(thumbprint)) continue;
    const owner = text.slice(0, Math.max(0, backslash)).trim();
    const server = serverOf(ran, { server: owner === '' ? null : owner, name: thumbprint });
    return server === undefined ? unnamedServer(ran.cmdlet) : { server, thumbprint };
  }
  return `${ran.cmdlet}: the record names no thumbprint. ${EXPORT_STORE}`;
}

export function unnamedServer(cmdlet: string): string {
  return `${cmdlet}: the record names its server by a GUID. Export the server after it.`;
}

function given(ran: Ran, name: string): string | undefined {
  const value = ran.parameters.get(name);
  return value === undefined ? undefined : (oneText(value) ?? undefined);
}

type Services = EventData['certificate.enabled']['services'];
type ServicesGiven =
  | { readonly ok: true; readonly services: Services; readonly doubts: readonly string[] }
  | { readonly ok: false; readonly doubt: string };

const WORDS = new Map<string, ExchangeService | 'None'>(
  [...EXCHANGE_SERVICES, 'None' as const].map((service) => [service.toLowerCase(), service]),
);

/** The services in any form: `SMTP, IIS`, the elements of a list, or the number of the bit field. Unknown words are told and left out. */
function servicesGiven(ran: Ran): ServicesGiven {
  const value = ran.parameters.get('services');
  const words = value === undefined ? undefined : wordsOf(value);
  if (words === undefined || words === null || words.length === 0)
    return { ok: false, doubt: `${ran.cmdlet}: the record does not say for which services. ${EXPORT_STORE}` };
  const services = new Set<ExchangeService | 'None'>();
  const doubts: string[] = [];
  for (const word of words) {
    const named = /^\d{1,6}$/.test(word) ? numbered(Number(word)) : [WORDS.get(word.toLowerCase())];
    for (const service of named)
      if (service !== undefined) services.add(service);
      else doubts.push(`${ran.cmdlet}: ${quoted(word)} is no service that is known here. ${EXPORT_STORE}`);
  }
  const [first] = doubts;
  return services.size === 0 && first !== undefined
    ? { ok: false, doubt: first }
    : { ok: true, services: [...services], doubts };
}

function numbered(bits: number): readonly (ExchangeService | 'None' | undefined)[] {
  return bits === 0 ? ['None'] : (servicesOf(bits) ?? [undefined]);
}
