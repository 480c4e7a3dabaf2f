import type { FleetDocument, Policy, ReceiveConnector, SendConnector, Server } from '#libs/fleet/document.js';
import type { CandidateReason, SelectionNote } from '#libs/selection/selection.js';
import { knownBoolean, knownList, knownText, knownUnlessNull } from './known.js';
import { indeterminate, notAdvertised, type Draft } from './section-4-answer.js';
import {
  choose,
  judge,
  skipsExpiredPki,
  type Choice,
  type Judged,
  type Question,
  type Selector,
} from './section-5-2-choice.js';
import { readPin } from './section-3-pins.js';

interface Scene {
  readonly document: FleetDocument;
  readonly server: Server;
  readonly at: number;
}

const NOT_FOUND = '454 4.7.5 The certificate specified in TlsCertificateName of the SendConnector could not be found';

/** 5.1 */
export function receiveStarttls(scene: Scene, connector: ReceiveConnector): Draft {
  const { server } = scene;
  const enabled = knownBoolean(connector.enabled);
  if (enabled === undefined) return indeterminate(server, 'STLS-0');
  if (!enabled) return notAdvertised(server, 'STLS-0');
  const mechanisms = knownList(connector.authMechanism);
  if (mechanisms === undefined) return indeterminate(server, 'STLS-1');
  if (!mechanisms.some((name) => name.toLowerCase() === 'tls')) return notAdvertised(server, 'STLS-1');
  return starttls(scene, connector, false);
}

/** 5.3 */
export function sendStarttls(scene: Scene, connector: SendConnector): Draft {
  const { server } = scene;
  const enabled = knownBoolean(connector.enabled);
  if (enabled === undefined) return indeterminate(server, 'OUT-1');
  if (!enabled) return notAdvertised(server, 'OUT-1');
  const ignored = knownBoolean(connector.ignoreStartTls);
  if (ignored === undefined) return indeterminate(server, 'OUT-1');
  if (ignored) return notAdvertised(server, 'OUT-1');
  return starttls(scene, connector, true);
}

/** STLS-2 to STLS-S, OUT-2 to OUT-7. */
function starttls(scene: Scene, connector: ReceiveConnector | SendConnector, outbound: boolean): Draft {
  const { document, server, at } = scene;
  const policy: Policy = document.policy ?? {};
  const notes = new Set<SelectionNote>();
  const rules = outbound
    ? { pin: 'OUT-2', name: 'OUT-3', store: 'OUT-4' }
    : { pin: 'STLS-2', name: 'STLS-3', store: 'STLS-5' };

  const pin = effectivePin(server, connector, outbound, notes);
  if (pin === undefined) return indeterminate(server, rules.pin, { notes });
  const question = (selector: Selector): Question => ({ server, selector, service: 'SMTP', at, policy });
  if (pin !== null) {
    const read = readPin(pin);
    if (read === null) notes.add('PIN_SYNTAX');
    if (knownList(server.certificates) === undefined) return indeterminate(server, rules.store, { notes });
    const pinned = question({ kind: 'pin', pin: read });
    const fellBack =
      policy.pinFallback === 'fqdn' &&
      (server.certificates ?? []).every((certificate) => judge(certificate, pinned).matches === false);
    if (!fellBack) return answered(scene, connector, outbound, { question: pinned, notes });
    notes.add('PIN_FELL_BACK');
  }
  const fqdn = knownText(connector.fqdn);
  if (fqdn === undefined) return indeterminate(server, rules.name, { notes });
  if (knownList(server.certificates) === undefined) return indeterminate(server, rules.store, { notes });
  const named = question({ kind: 'name', name: fqdn === '' ? server.fqdn : fqdn });
  return answered(scene, connector, outbound, { question: named, notes });
}

/** 3.3: undefined is unknown, null is none. */
function effectivePin(
  server: Server,
  connector: ReceiveConnector | SendConnector,
  outbound: boolean,
  notes: Set<SelectionNote>,
): string | null | undefined {
  const version = knownUnlessNull(server.version);
  if (version === undefined) return undefined;
  const text = knownText(connector.tlsCertificateName);
  if (version === '2007' || version === '2010') {
    if (text !== undefined && text !== '') notes.add('PIN_IGNORED_VERSION');
    return null;
  }
  if (text === undefined) return undefined;
  if (text === '') return null;
  if (outbound && text.trim().length > 256) {
    const roles = knownList(server.roles);
    if (roles === undefined) return undefined;
    if (roles.includes('EdgeTransport')) {
      notes.add('PIN_TOO_LONG_FOR_EDGE');
      return null;
    }
  }
  return text;
}

interface Asked {
  readonly question: Question;
  readonly notes: ReadonlySet<SelectionNote>;
}

function answered(
  { server }: Scene,
  connector: ReceiveConnector | SendConnector,
  outbound: boolean,
  { question, notes: before }: Asked,
): Draft {
  const pinned = question.selector.kind === 'pin';
  const choice = choose(question);
  const { candidates } = choice;
  const medium = server.version === '2007' || server.version === '2010' || server.version === '2013';
  const notes = new Set(before);
  if (choice.kind === 'undecided') return indeterminate(server, outbound ? 'OUT-4' : 'STLS-6', { notes, candidates });
  if (choice.kind !== 'winner') {
    if (outbound) {
      const smtpResponse = pinned ? NOT_FOUND : null;
      return notAdvertised(server, pinned ? 'OUT-5' : 'OUT-6', {
        events: [12014],
        notes,
        candidates,
        medium,
        smtpResponse,
      });
    }
    if (pinned) notes.add('PIN_DOES_NOT_FALL_BACK');
    const rule = choice.kind === 'no match' ? 'STLS-5' : 'STLS-7';
    return notAdvertised(server, rule, { events: [12014], notes, candidates, medium });
  }

  const { winner } = choice;
  for (const note of choice.notes) notes.add(note);
  if (outbound && 'frontendProxyEnabled' in connector && connector.frontendProxyEnabled === true) {
    notes.add('FRONTEND_PROXY');
  }
  if (server.version === '2007' && question.policy.exchange2007Profile === 'single') notes.add('PROFILE_2007_SINGLE');
  const failing = handshake(choice, pinned);
  const failure = outbound ? 'OUT-7' : 'STLS-S';
  if (failing === undefined) {
    return indeterminate(server, failure, { notes, candidates: withWinner(choice, ['FACT_UNKNOWN']) });
  }
  const shown = { thumbprint: winner.thumbprint, notes, candidates, medium };
  if (failing !== null) {
    const healthier = pinned
      ? choice.ranked.find((one) => knownBoolean(one.certificate.hasPrivateKey) === true && one.enabled === true)
      : undefined;
    if (healthier !== undefined) notes.add('HEALTHIER_CANDIDATE_EXISTS');
    return notAdvertised(server, failure, {
      ...shown,
      outcome: 'HANDSHAKE_FAILS',
      smtpResponse: failing,
      healthierCandidate: healthier?.thumbprint ?? null,
      low: !pinned,
    });
  }
  if (winner.expired === true && server.version === '2007') {
    const rule = outbound ? 'OUT-6' : 'STLS-11';
    return notAdvertised(server, rule, {
      ...shown,
      thumbprint: null,
      candidates: withWinner(choice, []),
      events: [12014],
      low: true,
    });
  }
  const events = winner.expired === true ? [12016] : [];
  const rule = outbound ? 'OUT-4' : inboundRule(winner, choice.ranked);
  return notAdvertised(server, rule, { ...shown, outcome: 'PRESENTED', events });
}

function inboundRule(winner: Judged, ranked: readonly Judged[]): string {
  if (winner.expired === true) return 'STLS-11';
  if (winner.selfSigned === false) return 'STLS-9';
  return skipsExpiredPki(winner, ranked) ? 'STLS-X' : 'STLS-10';
}

/** STLS-S: what the handshake fails with; null: it does not; undefined: unknown. */
function handshake({ winner }: Choice & { kind: 'winner' }, pinned: boolean): string | null | undefined {
  if (pinned) {
    const key = knownBoolean(winner.certificate.hasPrivateKey);
    if (key === undefined) return undefined;
    if (!key) return 'NoCredentials';
    if (winner.enabled === undefined) return undefined;
    return winner.enabled ? null : 'UnknownCredentials';
  }
  return winner.klass === 1 ? 'UnknownCredentials' : null;
}

/** No thumbprint is shown, so none is `selected`: the winner has passed every test and stays eligible. */
function withWinner(
  { winner, candidates }: Choice & { kind: 'winner' },
  reasons: readonly CandidateReason[],
): Draft['candidates'] {
  return candidates.map((one) =>
    one.thumbprint === winner.thumbprint ? { ...one, verdict: 'eligible', reasons } : one,
  );
}
