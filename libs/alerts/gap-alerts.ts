import type { Gap } from '#libs/fleet/gaps.js';
import { speakerOf } from '#libs/fleet/source.js';
import type { Alert } from './alert.js';
import type { AlertFacts } from './alert-event.js';
import type { AlertRule } from './alert-rule.js';
import type { Holding } from './holding.js';
import { plainText, shortName } from './plain-text.js';

type Missing = Extract<Holding, { readonly while: 'missing' }>;

/** A server as it is known; undefined: nobody told of it but the source. */
export interface Known {
  readonly server: string;
  readonly fqdn: string;
}

/** Events that a source counted and that never came. What they told, nobody knows. */
export function gapAlert(rule: AlertRule, gap: Gap, known: Known | undefined): AlertFacts {
  const { source, epoch, from, to, missing } = gap;
  const fqdn = known?.fqdn ?? speakerOf(source)?.server ?? null;
  return {
    rule: rule.id,
    server: known?.server ?? null,
    fqdn,
    endpoint: null,
    subject: JSON.stringify([source, epoch, from]),
    severity: rule.severity ?? 'medium',
    level: 0,
    headline: `${missing === 1 ? '1 event' : `${missing} events`} never came`,
    summary: summaryOf(gap, fqdn),
    before: null,
    after: null,
    evidence: evidenceOf(gap),
    remedy: [
      'Let the sender send everything of that time again: what is there already is taken as the same, and the alert ends when the hole is filled.',
      'Send a whole inventory of the server: it tells what holds now, though not what happened.',
      'If nobody has them any more, find out why, and accept the hole: `certfleet alerts acknowledge ID --accept`.',
    ],
    cause: null,
    together: JSON.stringify([source, epoch]),
    holding: { while: 'missing', source, epoch, from, to },
    owner: rule.owner,
  };
}

function summaryOf({ missing, before, after }: Gap, fqdn: string | null): string {
  const who = fqdn === null ? 'A source of the organization' : `What reports on ${shortName(fqdn)}`;
  const between = `between ${minute(before.occurredAt)} and ${minute(after.occurredAt)}`;
  return missing === 1
    ? `${who} counted an event ${between} that was never received. What it told is not known: a change may be missing from every answer since then.`
    : `${who} counted ${missing} events ${between} that were never received. What they told is not known: changes may be missing from every answer since then.`;
}

function evidenceOf({ source, epoch, from, to, missing, before, after, since }: Gap): AlertFacts['evidence'] {
  const edge = ({ number, occurredAt, position }: Gap['before']) =>
    `number ${number}, ${occurredAt}, log position ${position}`;
  return [
    { name: 'Source', value: plainText(source) },
    ...(epoch === null ? [] : [{ name: 'Count', value: plainText(epoch) }]),
    missing === 1
      ? { name: 'Missing number', value: `${from}` }
      : { name: 'Missing numbers', value: `${from} to ${to}` },
    { name: 'Last before', value: edge(before) },
    { name: 'First after', value: edge(after) },
    { name: 'Shows since', value: since },
  ];
}

/** Of the gaps those that no open alert tells of: one that was filled in part is the same one still. */
export function untoldGaps(gaps: readonly Gap[], open: readonly Alert[]): readonly Gap[] {
  const told = open.flatMap(missingOf);
  return gaps.filter((gap) => !told.some((one) => isOf(one, gap) && one.from <= gap.from && gap.to <= one.to));
}

/** Whether something of what an alert tells is missing still. */
export function isMissing(alert: Alert, gaps: readonly Gap[]): boolean {
  return missingOf(alert).some((one) => gaps.some((gap) => isOf(one, gap) && one.from <= gap.to && gap.from <= one.to));
}

/** What an alert says to be missing: nothing, or one stretch. */
export function missingOf({ facts: { holding } }: Alert): readonly Missing[] {
  return holding.while === 'missing' ? [holding] : [];
}

function isOf(one: Missing, { source, epoch }: Gap): boolean {
  return one.source === source && one.epoch === epoch;
}

function minute(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`;
}
