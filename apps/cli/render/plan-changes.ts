import type { Presented } from '#libs/planning/plan-answer.js';
import type { Risk } from '#libs/rules/finding.js';
import type { Shift } from '../plan/digest.js';
import type { Names } from '../plan/story.js';
import { shown } from '../text/escape.js';
import { hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { serverPattern } from '#libs/fleet/server-pattern.js';
import { eventAfter } from '../words/change-events.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { eventWords } from '../words/events.js';
import { groupedShifts, isOwn, type ShiftGroup } from './plan-groups.js';
import { riskLines } from './risk.js';

/** What the changes of a screen have in common. */
export interface Screen {
  readonly names: Names;
  readonly at: string;
  readonly page: Page;
}

/** Changes with the risks they bring, servers that change alike together. `mark`: `!` risky, `~` changed, `?` unknown afterwards. */
export function shiftLines(shifts: readonly Shift[], mark: string, screen: Screen): readonly string[] {
  return groupedShifts(shifts, screen.names.store).flatMap((group, i) => [
    ...(i === 0 ? [] : ['']),
    ...groupLines(group, mark, screen),
  ]);
}

const INDENT = ' '.repeat(6);

function groupLines(group: ShiftGroup, mark: string, screen: Screen): readonly string[] {
  const { shift, shifts } = group;
  const { page, names } = screen;
  const many = shifts.length > 1;
  const place = (endpoint: string): string => endpointWords(many ? serverPattern(endpoint, shift.server) : endpoint);
  return [
    ...hanging(`  ${markPaint(mark, page)(mark)} `, page.paint.bold(serversOf(shifts, names)), page.width),
    ...shift.endpoints.flatMap((endpoint) => hanging(`${INDENT}`, shown(place(endpoint)), page.width)),
    ...sideLines('  ', shifts, ({ before }) => before, screen),
    ...sideLines('\u2192 ', shifts, ({ after }) => after, screen),
    ...eventLines(shift, screen),
    ...shift.risks.flatMap((risk) => groupedRisk(risk, shifts, page)),
  ];
}

export function markPaint(mark: string, { paint }: Page): (text: string) => string {
  if (mark === '!') return paint.bad;
  return mark === '=' ? paint.dim : paint.doubtful;
}

/** `ex01.contoso.com`, or `on 3 servers: ex01, ex02, ex03`. */
export function serversOf(shifts: readonly { readonly server: string }[], names: Pick<Names, 'server'>): string {
  const [first] = shifts;
  if (first === undefined) return '';
  if (shifts.length === 1) return shown(first.server);
  return `on ${shifts.length} servers: ${shifts.map(({ server }) => shown(names.server(server))).join(', ')}`;
}

function sideLines(
  first: string,
  shifts: readonly Shift[],
  side: (shift: Shift) => Presented | null,
  { names, page }: Screen,
): readonly string[] {
  const [shift] = shifts;
  if (shift === undefined) return [];
  const distinct = new Set(shifts.map((one) => side(one)?.thumbprint ?? null));
  const own = distinct.size > 1 && isOwn(side(shift)?.thumbprint, shift.server, names.store);
  const words = own ? 'each its own self-signed certificate' : sideWords(side(shift), names);
  return hanging(`${INDENT}  ${first}`, words, page.width);
}

/** One side of a change: the certificate, or why there is none. */
export function sideWords(side: Presented | null, names: Pick<Names, 'certificate'>): string {
  if (side === null) return 'no such endpoint';
  const which = side.thumbprint === null ? null : names.certificate(side.thumbprint);
  switch (side.outcome) {
    case 'PRESENTED':
      return which ?? 'a certificate';
    case 'NOT_ADVERTISED':
      return 'no certificate is offered';
    case 'HANDSHAKE_FAILS':
      return which === null ? 'the handshake fails' : `the handshake fails with ${which}`;
    case 'INDETERMINATE':
      return 'unknown';
  }
}

/** Windows events that the new answers make the server log, each once. */
function eventLines({ after, rules }: Shift, { names, at, page }: Screen): readonly string[] {
  const certificate = after?.thumbprint == null ? undefined : names.store.get(after.thumbprint);
  const events = new Set(rules.flatMap((rule) => eventAfter(after, rule, { certificate, at }) ?? []));
  return [...events].flatMap((event) => hanging(`${INDENT}  Event ${event}: `, eventWords(event), page.width));
}

/** The risk as the first server has it; the others have their own, alike. */
function groupedRisk(risk: Risk, shifts: readonly Shift[], page: Page): readonly string[] {
  return [...riskLines(risk, INDENT, page), ...likewiseLines(shifts.length, page)];
}

export function likewiseLines(servers: number, page: Page): readonly string[] {
  if (servers < 2) return [];
  const others = servers === 2 ? 'the other one' : `the other ${servers - 1}`;
  return hanging(`${INDENT}  `, `Likewise on ${others}; --json has each with its own commands.`, page.width);
}
