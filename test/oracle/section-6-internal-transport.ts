import type { FleetDocument, ReceiveConnector, SendConnector, Server } from '#libs/fleet/document.js';
import { knownBoolean, knownInstant, knownList, knownText, knownUnlessNull } from './known.js';
import { all, allBut, indeterminate, notAdvertised, thumbprintText, type Draft } from './section-4-answer.js';

interface Rules {
  readonly unset: string;
  readonly missing: string;
  readonly expired: string;
  readonly keyless: string;
}

const INBOUND: Rules = { unset: 'ANON-3', missing: 'ANON-4', expired: 'ANON-5', keyless: 'ANON-6' };
const OUTBOUND: Rules = { unset: 'OANON-4', missing: 'OANON-5', expired: 'OANON-6', keyless: 'OANON-7' };

/** 6.1 from ANON-3 on, 6.2 from OANON-4 on. */
function byThumbprint(server: Server, at: number, rules: Rules): Draft {
  const itc = knownText(server.internalTransportCertificate);
  if (itc === undefined) return indeterminate(server, rules.unset);
  if (itc === '') return notAdvertised(server, rules.unset, { events: [12012] });
  const store = knownList(server.certificates);
  if (store === undefined) return indeterminate(server, rules.missing);
  const found = store.find((certificate) => thumbprintText(certificate.thumbprint) === thumbprintText(itc));
  if (found === undefined) {
    const version = knownUnlessNull(server.version);
    return notAdvertised(server, rules.missing, {
      events: [12013],
      candidates: all(server, 'NOT_THE_ITC_THUMBPRINT'),
      notes: new Set(version !== undefined && version !== '2007' ? ['ITC_FALLBACK_EPHEMERAL_POSSIBLE'] : []),
      medium: true,
    });
  }
  const undecided = allBut(server, found, true, 'NOT_THE_ITC_THUMBPRINT');
  const key = knownBoolean(found.hasPrivateKey);
  if (key === undefined) return indeterminate(server, rules.keyless, { candidates: undecided });
  const shown = {
    thumbprint: thumbprintText(found.thumbprint),
    candidates: allBut(server, found, false, 'NOT_THE_ITC_THUMBPRINT'),
  };
  if (!key) {
    return notAdvertised(server, rules.keyless, {
      ...shown,
      outcome: 'HANDSHAKE_FAILS',
      smtpResponse: 'NoCredentials',
      medium: true,
    });
  }
  const notAfter = knownInstant(found.notAfter);
  if (notAfter === undefined) return indeterminate(server, rules.expired, { candidates: undecided });
  if (at >= notAfter) return notAdvertised(server, rules.expired, { ...shown, outcome: 'PRESENTED', events: [12015] });
  return notAdvertised(server, rules.missing, { ...shown, outcome: 'PRESENTED' });
}

export function internalTransport(server: Server, at: number): Draft {
  return byThumbprint(server, at, INBOUND);
}

/** 6.1 */
export function receiveAnonymous(server: Server, at: number, connector: ReceiveConnector): Draft {
  const enabled = knownBoolean(connector.enabled);
  if (enabled === undefined) return indeterminate(server, 'ANON-0');
  if (!enabled) return notAdvertised(server, 'ANON-0');
  const mechanisms = knownList(connector.authMechanism);
  if (mechanisms === undefined) return indeterminate(server, 'ANON-1');
  if (!mechanisms.some((name) => name.toLowerCase() === 'exchangeserver')) return notAdvertised(server, 'ANON-1');
  if (server.version !== '2007') {
    const suppressed = knownBoolean(connector.suppressXAnonymousTls);
    if (suppressed === undefined) return indeterminate(server, 'ANON-2');
    if (suppressed) return notAdvertised(server, 'ANON-2');
  }
  return byThumbprint(server, at, INBOUND);
}

/** 6.2 */
export function sendAnonymous(server: Server, at: number, connector: SendConnector): Draft {
  const enabled = knownBoolean(connector.enabled);
  if (enabled === undefined) return indeterminate(server, 'OANON-0');
  if (!enabled) return notAdvertised(server, 'OANON-0');
  const mechanism = knownText(connector.smartHostAuthMechanism);
  if (mechanism === undefined) return indeterminate(server, 'OANON-2');
  if (mechanism.toLowerCase() !== 'exchangeserver') return notAdvertised(server, 'OANON-2');
  const hosts = knownList(connector.smartHosts);
  const spaces = knownList(connector.addressSpaces);
  const shown =
    hosts?.some((host) => host.trim() === '--') === true ||
    spaces?.some((space) => domainPart(space) === '--') === true;
  if (!shown) {
    if (hosts === undefined || spaces === undefined) return indeterminate(server, 'OANON-3');
    return notAdvertised(server, 'OANON-3');
  }
  return byThumbprint(server, at, OUTBOUND);
}

/** `smtp:--;100` */
function domainPart(space: string): string {
  const typed = space.slice(space.indexOf(':') + 1);
  return (typed.split(';')[0] ?? '').trim();
}

/** 6.2 */
export function deliverEdge(document: FleetDocument, server: Server, at: number): Draft {
  const subscriptions = knownList(document.organization?.edgeSubscriptions);
  if (subscriptions === undefined) return indeterminate(server, 'OANON-1');
  if (subscriptions.length === 0) return notAdvertised(server, 'OANON-1');
  const site = knownText(server.adSite);
  if (site === undefined) return indeterminate(server, 'OANON-1');
  if (site === '') return notAdvertised(server, 'OANON-1');
  const sites = subscriptions.map((subscription) => knownText(subscription.adSite));
  if (!sites.some((other) => other?.toLowerCase() === site.toLowerCase())) {
    return sites.includes(undefined) ? indeterminate(server, 'OANON-1') : notAdvertised(server, 'OANON-1');
  }
  return byThumbprint(server, at, OUTBOUND);
}

/** 6.2 (C-06) */
export function deliverMailbox(server: Server): Draft {
  return notAdvertised(server, 'OANON-1', { notes: new Set(['RECEIVER_PRESENTS']), medium: true });
}
