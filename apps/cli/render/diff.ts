import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import { serverNamer } from '#libs/fleet/server-pattern.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import type { DiffAnswer } from '../diff/answer.js';
import { worstFirst } from '../plan/digest.js';
import { certificateWords, shortener } from '../text/certificate-label.js';
import { shown } from '../text/escape.js';
import { instantWords } from '../text/instant.js';
import { counted, hanging } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { sideWords } from './plan-changes.js';
import { severityLabel } from './risk.js';

type Change = DiffAnswer['changes'][number];

/** What is presented otherwise, server by server, with what became a risk and what is none any more. */
export function diffText(diff: DiffAnswer, page: Page): string {
  const store = new Map(diff.certificates.map((one) => [normalizeThumbprint(one.thumbprint), one]));
  const short = shortener(store.keys());
  const certificate = (thumbprint: string): string => `${short(thumbprint)} ${certificateWords(store.get(thumbprint))}`;
  const { introduced, resolved } = diff.findings ?? NO_FINDINGS;
  return [
    ...hanging('', `${sideName(diff.from)} \u2192 ${sideName(diff.to)}`, page.width),
    '',
    ...changeLines(diff.changes, certificate, page),
    ...findingLines('New risks', introduced, page),
    ...findingLines('No risks any more', resolved, page),
    ...hanging('', page.paint.bold(summary(diff)), page.width),
  ].join('\n');
}

const NO_FINDINGS = { introduced: [], resolved: [] };

function sideName({ at, server, document }: DiffAnswer['from']): string {
  const whose = [server, document].flatMap((part) => (part == null ? [] : [shown(part)])).join(' in ');
  return `${whose === '' ? '' : `${whose}, `}${instantWords(at)}`;
}

function changeLines(
  changes: readonly Change[],
  certificate: (thumbprint: string) => string,
  page: Page,
): readonly string[] {
  const name = serverNamer(changes.map(({ server }) => server));
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([change.server, change.before, change.after]);
    groups.set(key, [...(groups.get(key) ?? []), change]);
  }
  return [...groups.values()].flatMap((same) => {
    const [first] = same;
    if (first === undefined) return [];
    const mark = page.paint.doubtful('~');
    return [
      ...hanging(`${mark} `, page.paint.bold(shown(name(first.server))), page.width),
      ...same.flatMap(({ endpoint }) => hanging('    ', shown(endpointWords(endpoint)), page.width)),
      ...hanging('        ', sideWords(first.before, { certificate }), page.width),
      ...hanging('      \u2192 ', sideWords(first.after, { certificate }), page.width),
      '',
    ];
  });
}

function findingLines(
  heading: string,
  findings: NonNullable<DiffAnswer['findings']>['introduced'],
  page: Page,
): readonly string[] {
  if (findings.length === 0) return [];
  return [
    page.paint.bold(heading),
    ...worstFirst(findings).flatMap((one) =>
      hanging(`  ${severityLabel(one, page.paint)}  `, shown(one.summary), page.width),
    ),
    '',
  ];
}

function summary({ changes, unchanged, findings, events, position }: DiffAnswer): string {
  const total = Object.values(events).reduce((sum, count) => sum + count, 0);
  const kinds = Object.entries(events).map(([type, count]) => `${count} ${type.replace(/^certfleet\.|\.v1$/g, '')}`);
  const between = total === 0 ? '' : ` ${counted(total, 'event')} between (${kinds.join(', ')}).`;
  const { introduced, resolved } = findings ?? NO_FINDINGS;
  const risks =
    findings === null
      ? ', risks not judged: too many servers'
      : introduced.length + resolved.length === 0
        ? ''
        : `, ${counted(introduced.length, 'new risk')}, ${resolved.length} resolved`;
  return `${counted(changes.length, 'endpoint')} ${changes.length === 1 ? 'presents' : 'present'} something else, ${unchanged} the same${risks}.${between}${position === null ? '' : ` Log position ${position}.`}`;
}
