import type { Certificate } from '#libs/certificates/certificate.js';
import type { AlertFacts } from './alert-event.js';
import type { AlertRule } from './alert-rule.js';
import { type ToldChange, untaken } from './decide-changes.js';
import type { Holding } from './holding.js';
import type { MessageCause, MessageSide } from './message.js';
import { plainText, shortName } from './plain-text.js';
import { type ChangeCause, lateBy, placeOf, type PresentedChange } from './presented-change.js';
import { sideOf } from './side.js';

/** What is known around changes when rules are asked about them. */
export interface AroundChanges {
  readonly certificates: ReadonlyMap<string, Certificate>;
  /** Servers that an Edge subscription depends on. */
  readonly tiedToEdge: ReadonlySet<string>;
  /** Of each rule with a query the places that meet it. */
  readonly met: ReadonlyMap<string, ReadonlySet<string>>;
  /** The commands that put a change back, by place and position. */
  readonly undo: ReadonlyMap<string, readonly string[]>;
}

/** Whether a rule has something to tell of a change; what its query says is not asked here. */
export function concerns(
  { condition, robots }: AlertRule,
  change: PresentedChange,
  tied: ReadonlySet<string>,
): boolean {
  if (robots === 'expected' && change.cause.robot !== null) return false;
  switch (condition.kind) {
    case 'default-smtp-overwritten':
      return isOverwritten(change) && isWhereAsked(condition.edge, tied.has(change.server));
    case 'went-dark':
      return isDark(change);
    case 'presented-changed':
      return presentsAnother(change);
    case 'drift':
      return !change.cause.isDeed && (presentsAnother(change) || isDark(change));
    default:
      return false;
  }
}

function wasPresented({ before }: PresentedChange): boolean {
  return before?.outcome === 'PRESENTED';
}

function isDark(change: PresentedChange): boolean {
  const outcome = change.after?.outcome;
  return wasPresented(change) && (outcome === 'NOT_ADVERTISED' || outcome === 'HANDSHAKE_FAILS');
}

function presentsAnother(change: PresentedChange): boolean {
  return wasPresented(change) && change.after?.outcome === 'PRESENTED';
}

function isWhereAsked(edge: boolean, isTied: boolean): boolean {
  return !edge || isTied;
}

function isOverwritten({ endpoint, before, after }: PresentedChange): boolean {
  if (endpoint !== 'internal-transport') return false;
  return before?.thumbprint != null && after?.thumbprint != null && before.thumbprint !== after.thumbprint;
}

/** What a rule tells of the changes that concern it. */
export function changeAlerts(
  rule: AlertRule,
  changes: readonly PresentedChange[],
  around: AroundChanges,
): readonly ToldChange[] {
  const met = around.met.get(rule.id);
  const isConcerned = (change: PresentedChange) =>
    concerns(rule, change, around.tiedToEdge) && (met === undefined || met.has(placeOf(change)));
  return untaken(changes, isConcerned).map(({ change, isOver }) => ({ facts: factsOf(rule, change, around), isOver }));
}

function factsOf(rule: AlertRule, change: PresentedChange, around: AroundChanges): AlertFacts {
  const { server, fqdn, endpoint, before, after, cause } = change;
  const [was, is] = [sideWith(around, before), sideWith(around, after)];
  return {
    rule: rule.id,
    server,
    fqdn,
    endpoint,
    subject: '',
    severity: rule.severity ?? 'high',
    level: 0,
    headline: HEADLINES[rule.condition.kind] ?? rule.name,
    summary: summaryOf(change, [was, is], effectOf(rule, change, around.tiedToEdge.has(server))),
    before: was,
    after: is,
    evidence: evidenceOf(cause),
    remedy: wayBack(change, around.undo.get(undoKey(change)) ?? []),
    cause: causeOf(cause),
    together: cause.correlationId ?? `${cause.actor ?? ''} ${after?.thumbprint ?? ''}`,
    holding: holdingOf(rule, before),
    owner: rule.owner,
  };
}

function sideWith({ certificates }: AroundChanges, shown: PresentedChange['before']): MessageSide | null {
  if (shown === null) return null;
  return sideOf(shown, shown.thumbprint === null ? undefined : certificates.get(shown.thumbprint));
}

function summaryOf(
  { fqdn, endpoint }: PresentedChange,
  [was, is]: readonly [MessageSide | null, MessageSide | null],
  effect: string,
): string {
  const there = (side: MessageSide | null) => side?.text ?? 'not there';
  return `${shortName(fqdn)}, ${plainText(endpoint)}: ${there(was)} → ${there(is)}. ${effect}`.trim();
}

/** Without an Edge an overwrite does no harm by itself. */
function effectOf({ condition }: AlertRule, change: PresentedChange, isTied: boolean): string {
  if (condition.kind === 'default-smtp-overwritten' && !isTied) return 'No Edge subscription depends on it.';
  return isDark(change) ? darkEffect(change) : (EFFECTS[condition.kind] ?? '');
}

/** What it means to those who come, or to mail that goes, that TLS is not offered here or fails. */
function darkEffect({ endpoint, after }: PresentedChange): string {
  const fails = after?.outcome === 'HANDSHAKE_FAILS';
  if (/^(?:iis:|pop$|imap$)/.test(endpoint)) return 'Clients cannot connect here with TLS.';
  if (/^(?:send|deliver):/.test(endpoint))
    return fails
      ? 'Mail that goes out here waits in the queue, or goes in clear text where TLS is not required.'
      : 'Mail that must go out over TLS here waits in the queue; other mail goes in clear text.';
  return fails
    ? 'TLS is offered, and every handshake fails: whoever insists on TLS is turned away, others try again in clear text or not at all.'
    : 'Whoever insists on TLS here is turned away; others go on in clear text.';
}

/** The commands that put it back. Where no command does, because a certificate or its key is gone, or nobody told how it was done, what to do instead. */
function wayBack({ fqdn, endpoint, before, cause }: PresentedChange, undo: readonly string[]): readonly string[] {
  if (undo.length > 0) return undo;
  const lost = before?.thumbprint ?? null;
  return [
    ...(lost === null || cause.type !== 'certificate.removed'
      ? []
      : [
          `Import ${lost} again, with its key, from a backup (Import-ExchangeCertificate): no command brings a key back.`,
        ]),
    `\`certfleet explain ${shortName(fqdn)} "${plainText(endpoint, 200)}"\` shows what is chosen and why it is not what it was.`,
    'Then let `certfleet plan` try the command that puts it right, before you type it on the server.',
  ];
}

export function undoKey({ cause, server, endpoint }: PresentedChange): string {
  return `${cause.position}\n${server}\n${endpoint}`;
}

const HEADLINES: Readonly<Record<string, string>> = {
  'default-smtp-overwritten': 'default SMTP certificate overwritten',
  'went-dark': 'presents no certificate any more',
  'presented-changed': 'presents another certificate',
  drift: 'presents another certificate, and nobody reported a change',
};

const EFFECTS: Readonly<Record<string, string>> = {
  'default-smtp-overwritten':
    'An Edge subscription knows the server by the old certificate: EdgeSync stops (event 10104), and mail between Edge and server fails in direct trust.',
};

function holdingOf({ condition }: AlertRule, before: PresentedChange['before']): Holding {
  if (condition.kind === 'went-dark') return { while: 'dark' };
  return { while: 'not-as-before', outcome: before?.outcome ?? 'PRESENTED', thumbprint: before?.thumbprint ?? null };
}

/** A cause in the form of messages. */
export function causeOf(cause: ChangeCause): MessageCause {
  const { what, at, recordedAt, actor, tool, position } = cause;
  return { what, occurredAt: at, recordedAt, actor, tool, position, lateBySeconds: lateBy(cause) };
}

export function evidenceOf({ what, actor, tool, robot, position }: ChangeCause): AlertFacts['evidence'] {
  const named = [
    ['What happened', what],
    ['By', actor],
    ['With', tool],
    ['Looks like', robot],
    ['Log position', String(position)],
  ] as const;
  return named.flatMap(([name, value]) => (value === null || value === '' ? [] : [{ name, value: plainText(value) }]));
}
