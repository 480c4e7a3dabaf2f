/**
 * What the records of a cmdlet log tell as having happened, and what of them was left out and why.
 *
 *   happeningsOf(rans): { happenings, warnings }
 *
 * Only what was carried out changes anything: a cmdlet that failed, or that ran with -WhatIf, is counted and left out.
 */
import type { Happening } from '#libs/fleet/observe.js';
import { EventBody } from '../cloudevents/data-shapes.js';
import { gathered } from '../gathered.js';
import { shorten } from '../json/path.js';
import type { Warning } from '../report.js';
import { cmdletNamed } from './cmdlets.js';
import { flagOf } from './given.js';
import type { RanCmdlet, When } from './ran.js';
import { count, tallyText, total, type Tally } from './tally.js';
import type { Deed, Ran, Told } from './told.js';

export interface Happened {
  readonly happenings: readonly Happening[];
  readonly warnings: readonly Warning[];
}

const DEEPER = 'Export the log again with a greater -Depth.';

interface LeftOut {
  readonly failed: Tally;
  readonly onlyAsked: Tally;
  readonly ofOtherKinds: Tally;
  readonly setsNothing: Tally;
}

export function happeningsOf(rans: readonly RanCmdlet[]): Happened {
  const left: LeftOut = { failed: new Map(), onlyAsked: new Map(), ofOtherKinds: new Map(), setsNothing: new Map() };
  const happenings: Happening[] = [];
  const warnings: Warning[] = [];
  for (const ran of rans) {
    const { deeds, doubts } = toldBy(ran, left);
    for (const message of doubts) warnings.push({ place: ran.place, message });
    for (const [i, deed] of deeds.entries()) {
      const happening = happeningOf(deed, ran, i);
      if (happening !== null && fits(deed)) happenings.push(happening);
      else warnings.push({ place: ran.place, message: `${ran.cmdlet}: what the record says is longer than any name.` });
    }
  }
  return { happenings, warnings: [...gathered(warnings), ...summaries(left)] };
}

function toldBy(ran: RanCmdlet, left: LeftOut): Told {
  const cmdlet = cmdletNamed(ran.cmdlet);
  if (cmdlet === undefined) return leave(left.ofOtherKinds, shorten(ran.cmdlet.trim(), 80));
  const { name, tell } = cmdlet;
  if (ran.succeeded === false) return leave(left.failed, name);
  if (ran.succeeded === null)
    return { deeds: [], doubts: [`${name}: the record does not say whether it succeeded; it was left out.`] };
  const { parameters } = ran;
  if (parameters === null)
    return { deeds: [], doubts: [`${name}: the parameters of the record cannot be read; it was left out. ${DEEPER}`] };
  const whatIf = parameters.get('whatif');
  if (whatIf !== undefined && flagOf(whatIf) !== false) return leave(left.onlyAsked, name);
  const told = tell({ ...ran, cmdlet: name, parameters } satisfies Ran);
  if (told.deeds.length === 0 && told.doubts.length === 0) return leave(left.setsNothing, name);
  if (told.deeds.length > 0 && !ran.when.ok) return { deeds: [], doubts: [timeless(name, ran.when)] };
  return told;
}

function leave(tally: Tally, name: string): Told {
  count(tally, name);
  return { deeds: [], doubts: [] };
}

function timeless(cmdlet: string, when: When & { readonly ok: false }): string {
  const keeps = 'Export the log with Export-Clixml, which keeps the time zone.';
  if (when.why === 'missing') return `${cmdlet}: the record does not say when it ran; it was left out. ${keeps}`;
  return when.why === 'without-zone'
    ? `${cmdlet}: the time of the record has no time zone; it was left out. ${keeps}`
    : `${cmdlet}: the time of the record cannot be read; it was left out. ${keeps}`;
}

/** Several deeds of one record are told apart by their number. */
function happeningOf(deed: Deed, { when, id, provenance }: RanCmdlet, number: number): Happening | null {
  if (!when.ok) return null;
  const named = id === undefined ? {} : { id: number === 0 ? id : `${id}#${number + 1}` };
  return { ...provenance, ...named, ...deed, occurredAt: when.at };
}

const LONGEST_SERVER = 256;

/** Whether an event with these data would be taken from anybody else, too. */
function fits({ type, data, server }: Deed): boolean {
  return (server?.length ?? 0) <= LONGEST_SERVER && EventBody.safeParse({ type, data }).success;
}

function summaries({ failed, onlyAsked, ofOtherKinds, setsNothing }: LeftOut): readonly Warning[] {
  return [
    ...summary(failed, 'the cmdlet failed and changed nothing'),
    ...summary(onlyAsked, 'it ran with -WhatIf and changed nothing'),
    ...summary(setsNothing, 'it sets nothing that Certfleet keeps'),
    ...summary(ofOtherKinds, 'the cmdlet concerns no certificate and no connector'),
  ];
}

function summary(tally: Tally, why: string): readonly Warning[] {
  if (tally.size === 0) return [];
  const many = total(tally);
  const records = many === 1 ? '1 record was left out' : `${many} records were left out`;
  return [{ place: '', message: `${records}, because ${why}: ${tallyText(tally)}.` }];
}
