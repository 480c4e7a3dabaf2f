import type { Certificate } from '#libs/certificates/certificate.js';
import type { Selection } from '#libs/selection/selection.js';
import { certificateWords, shortener } from '../text/certificate-label.js';
import { padded, shown } from '../text/escape.js';
import { distanceWords, instantWords } from '../text/instant.js';
import type { Page } from '../text/page.js';
import { wrapped } from '../text/table.js';
import { certaintyWords } from '../words/certainty.js';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { eventWords } from '../words/events.js';
import { NOTE_WORDS } from '../words/notes.js';
import { OUTCOME_WORDS, outcomePaint } from '../words/outcome.js';
import { sourceWords } from '../words/sources.js';
import { cmdletThatTells } from '../words/missing.js';
import { flowchart } from './flowchart.js';

/** All that an explanation is made of. */
export interface Explained {
  readonly selection: Selection;
  /** The instant of evaluation, RFC 3339. */
  readonly at: string;
  /** The store of the server, as far as it is known. */
  readonly certificates: readonly Certificate[];
  /** `2019`, …; null when unknown. */
  readonly version: string | null;
  /** The answer at `selection.changesAt`, when there is one. */
  readonly next: Selection | null;
}

/** One answer as a worked flowchart: the place, the answer, each step with who fell there and why, and what would switch it and when. */
export function explanation(explained: Explained, page: Page): string {
  const { selection } = explained;
  const short = shortener(explained.certificates.map((certificate) => certificate.thumbprint));
  const name = (thumbprint: string): string =>
    `${short(thumbprint)} ${certificateWords(explained.certificates.find((certificate) => certificate.thumbprint === thumbprint))}`;
  return [
    heading(explained, page),
    '',
    ...answer(explained, name, page),
    '',
    ...flowchart(selection, name, page),
    '',
    ...facts(explained, name, page),
  ].join('\n');
}

function heading({ selection, at }: Explained, page: Page): string {
  const place = page.paint.bold(`${shown(selection.server)} \u00b7 ${shown(endpointWords(selection.endpoint))}`);
  const via = selection.via === null ? [] : [`answered by ${shown(selection.via)}`];
  return [place, page.paint.dim([shown(selection.endpoint), ...via, `at ${instantWords(at)}`].join(' \u00b7 '))].join(
    '\n',
  );
}

function answer(explained: Explained, name: (thumbprint: string) => string, page: Page): string[] {
  const { selection } = explained;
  const word = outcomePaint(
    selection.outcome,
    page.paint,
  )(page.paint.bold(OUTCOME_WORDS[selection.outcome].toUpperCase()));
  const which = selection.thumbprint === null ? absence(selection) : name(selection.thumbprint);
  return [
    `  ${word}  ${which}`,
    `  ${page.paint.dim(`${selection.outcome}, rule ${selection.rule}, certainty ${selection.certainty}`)}`,
  ];
}

/** What stands in the place of the certificate where there is none. */
function absence(selection: Selection): string {
  if (selection.outcome === 'INDETERMINATE') return 'a fact that the answer needs is not known';
  return selection.outcome === 'NOT_ADVERTISED' ? 'no certificate is offered here' : 'there is no certificate to show';
}

function facts(explained: Explained, name: (thumbprint: string) => string, page: Page): string[] {
  const { selection } = explained;
  const rows: (readonly [string, string])[] = [
    ['Certainty', `${selection.certainty}. ${certaintyWords(selection, explained.version)}`],
    ...selection.notes
      .filter((note) => note !== 'FACT_UNKNOWN')
      .map((note) => ['Note', `${NOTE_WORDS[note] ?? ''} (${note})`] as const),
    ...(selection.healthierCandidate === null
      ? []
      : [['Healthier', `${name(selection.healthierCandidate)} would work`] as const]),
    ...(selection.smtpResponse === null ? [] : [['SMTP says', shown(selection.smtpResponse)] as const]),
    ...selection.events.map((event) => ['Event', `${event}: ${eventWords(event)}`] as const),
    ['Switches', switching(explained, name)],
  ];
  const sources = selection.sources.map((key, i) => sourceLine(key, i === 0 ? 'Source' : '', page));
  return [
    ...rows.flatMap(([label, text], i) => row(i > 0 && rows[i - 1]?.[0] === label ? '' : label, text, page)),
    ...sources,
  ];
}

/** Addresses are not broken: a terminal makes links of them only in one piece. */
function sourceLine(key: string, label: string, page: Page): string {
  return `  ${page.paint.bold(padded(label, LABEL))}${key} ${page.paint.dim(sourceWords(key))}`;
}

const LABEL = 11;

function row(label: string, text: string, page: Page): string[] {
  const [first = '', ...rest] = wrapped(text, Math.max(30, page.width - LABEL - 2));
  return [`  ${page.paint.bold(padded(label, LABEL))}${first}`, ...rest.map((line) => `  ${' '.repeat(LABEL)}${line}`)];
}

/** Events that say that the certificate shown is expired. */
const EXPIRED = [12015, 12016];

function whenReported(cmdlet: string | null): string {
  const when = 'when the missing fact is reported';
  return cmdlet === null ? when : `${when}: import an export of ${cmdlet} (Export-Clixml)`;
}

/** The last line: when time alone changes this answer, and to what. */
function switching({ selection, at, next }: Explained, name: (thumbprint: string) => string): string {
  if (selection.changesAt === null)
    return selection.outcome === 'INDETERMINATE'
      ? whenReported(cmdletThatTells(selection))
      : 'never by time alone; only a change on the server switches it';
  const when = `${instantWords(selection.changesAt)}, ${distanceWords(at, selection.changesAt)}`;
  if (next === null) return when;
  const word =
    OUTCOME_WORDS[next.outcome] + (EXPIRED.some((event) => next.events.includes(event)) ? ' though expired' : '');
  const what = next.thumbprint === null ? word : `${word}, ${name(next.thumbprint)}`;
  const events = next.events.length === 0 ? '' : `, event ${next.events.join(', ')}`;
  return `${when} \u2192 ${what}${events} (${next.rule})`;
}
