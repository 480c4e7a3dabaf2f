/**
 * Cmdlets in a log that change the organization, and the one that names a server's internal transport certificate outright.
 */
import { parseThumbprint } from '#libs/certificates/thumbprint.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import type { AuthConfig } from '#libs/fleet/document.js';
import { Hybrid } from '../fleet-document/schema.js';
import { unnamedServer } from './certificate-cmdlets.js';
import { flagOf, oneText } from './given.js';
import { HYBRID, readParameters } from './parameters-of-object.js';
import { objectOf, serverOf } from './place-of-cmdlet.js';
import { did, doubt, NOTHING, withDoubts, type Ran, type Told } from './told.js';

const INTERNAL = 'InternalTransportCertificateThumbprint';

/** `Set-TransportService` and, before 2013, `Set-TransportServer`: the identity is the server. */
export function setTransportService(ran: Ran): Told {
  const given = ran.parameters.get(INTERNAL.toLowerCase());
  if (given === undefined) return NOTHING;
  const named = objectOf(ran);
  const server = serverOf(ran, named === null ? null : { server: named.name, name: named.name });
  if (server === undefined) return doubt(unnamedServer(ran.cmdlet));
  const written = oneText(given);
  const current = written === null ? null : written === undefined ? undefined : thumbprintOf(written);
  if (current === undefined)
    return doubt(
      `${ran.cmdlet}: the record holds no thumbprint for -${INTERNAL}. Export Get-TransportService after it.`,
    );
  const before = thumbprintOf(ran.modified?.get(INTERNAL.toLowerCase())?.before ?? '');
  const data = { current, ...(before === undefined ? {} : { previous: before }) };
  return did({ type: 'default-smtp-certificate.overwritten', server, data });
}

/** On the Edge server the cmdlet only writes a file; the subscription begins where it is imported, with `-Site`. */
export function newEdgeSubscription(ran: Ran): Told {
  if (!ran.parameters.has('site') && !ran.parameters.has('filedata')) return NOTHING;
  const edgeServer = objectOf(ran)?.name;
  if (edgeServer === undefined)
    return doubt(`${ran.cmdlet}: the record does not name the Edge server. Export Get-EdgeSubscription after it.`);
  const site = ran.parameters.get('site');
  const written = site === undefined ? undefined : oneText(site);
  const adSite = written?.split('/').at(-1)?.trim();
  return did({
    type: 'edge-subscription.added',
    server: null,
    data: { edgeServer, ...(adSite === undefined || adSite === '' ? {} : { adSite }) },
  });
}

export function removeEdgeSubscription(ran: Ran): Told {
  const edgeServer = objectOf(ran)?.name;
  return edgeServer === undefined
    ? doubt(`${ran.cmdlet}: the record does not name the Edge server. Export Get-EdgeSubscription after it.`)
    : did({ type: 'edge-subscription.removed', server: null, data: { edgeServer } });
}

export function setHybridConfiguration(ran: Ran): Told {
  const read = readParameters<string>(ran, HYBRID, 'Export Get-HybridConfiguration after it.');
  const hybrid = Hybrid.safeParse(read.values);
  if (!hybrid.success || Object.keys(hybrid.data).length === 0) return { deeds: [], doubts: read.doubts };
  return withDoubts(did({ type: 'hybrid.configured', server: null, data: hybrid.data }), read.doubts);
}

export function removeHybridConfiguration(): Told {
  return did({ type: 'hybrid.configured', server: null, data: null });
}

const AUTH_PROPERTIES = [
  ['currentcertificatethumbprint', 'currentThumbprint'],
  ['nextcertificatethumbprint', 'nextThumbprint'],
  ['previouscertificatethumbprint', 'previousThumbprint'],
] as const;

/** What the properties became, where the log tells it; otherwise what was asked for. */
export function setAuthConfig(ran: Ran): Told {
  const became = authConfigAfter(ran);
  return Object.keys(became).length > 0
    ? did({ type: 'auth-config.changed', server: null, data: became })
    : authConfigAsked(ran);
}

function authConfigAfter(ran: Ran): AuthConfig {
  const became: { -readonly [K in keyof AuthConfig]: AuthConfig[K] } = {};
  for (const [property, key] of AUTH_PROPERTIES) {
    const after = ran.modified?.get(property)?.after;
    if (after === undefined) continue;
    const thumbprint = after === null || after.trim() === '' ? null : thumbprintOf(after);
    if (thumbprint !== undefined) became[key] = thumbprint;
  }
  return became;
}

/** A new certificate is the next one, and a cleared one is unset. What -PublishCertificate leaves depends on what was there: not said. */
function authConfigAsked(ran: Ran): Told {
  const given = ran.parameters.get('newcertificatethumbprint');
  const nextThumbprint = given === undefined ? undefined : thumbprintOf(oneText(given) ?? '');
  const isUnsaid = isOn(ran, 'publishcertificate') || (given !== undefined && nextThumbprint === undefined);
  if (isUnsaid)
    return doubt(
      `${ran.cmdlet}: the record does not say which certificates were left. Export Get-AuthConfig after it.`,
    );
  const data: AuthConfig = {
    ...(nextThumbprint === undefined ? {} : { nextThumbprint }),
    ...(isOn(ran, 'clearpreviouscertificate') ? { previousThumbprint: null } : {}),
  };
  return Object.keys(data).length === 0 ? NOTHING : did({ type: 'auth-config.changed', server: null, data });
}

function isOn(ran: Ran, name: string): boolean {
  const given = ran.parameters.get(name);
  return given !== undefined && flagOf(given) === true;
}

function thumbprintOf(text: string): string | undefined {
  const thumbprint = parseThumbprint(text);
  return isUnreadable(thumbprint) ? undefined : thumbprint;
}
