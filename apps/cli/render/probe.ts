import type { Certificate } from '#libs/certificates/certificate.js';
import { readCertificate } from '#libs/certificates/x509.js';
import type { PlannedLook } from '#libs/probe/planned.js';
import { thumbprintsOf } from '#libs/probe/presentation.js';
import type { Sighted } from '#libs/probe/round.js';
import type { RuleCount } from '#libs/views/presentation-check.js';
import type { Compared } from '../probe/compared.js';
import type { AskedServer } from '../probe/subjects.js';
import { certificateWords, shortener } from '../text/certificate-label.js';
import { shown } from '../text/escape.js';
import { counted, hanging, paragraph } from '../text/lines.js';
import type { Page } from '../text/page.js';
import { CHECK_WORDS, HINT_WORDS, outcomeWords } from '../words/presentation.js';
import { OUTCOME_WORDS } from '../words/outcome.js';

/** `smtp 25`, `https 443 owa.contoso.com` */
export function wayWords({ protocol, port, serverName }: PlannedLook): string {
  return `${protocol} ${port}${serverName === null ? '' : ` ${shown(serverName)}`}`;
}

/** What is about to be looked at on a server. */
export function plannedText(server: AskedServer, looks: readonly PlannedLook[], page: Page): string {
  const { fqdn } = server.answer;
  const { address, ports } = server.registration;
  return [
    page.paint.bold(`${shown(fqdn)}${address === undefined ? '' : ` at ${address}`}`),
    ...looks.flatMap((look) => {
      const port = ports[String(look.port)];
      const way = `${wayWords(look)}${port === undefined ? '' : ` by port ${port}`}`;
      return hanging(`  ${way.padEnd(12)}  `, look.endpoints.map(shown).join(', '), page.width);
    }),
    ...(looks.length === 0 ? ['  Nothing that is known of it can be looked at.'] : []),
  ].join('\n');
}

/** What was seen of a server, endpoint by endpoint. */
export function seenText({ answer }: AskedServer, compared: readonly Compared[], page: Page): string {
  const store = answer.certificates ?? [];
  const short = shortener([
    ...store.map(({ thumbprint }) => thumbprint),
    ...compared.flatMap(({ sighted }) => chainOf(sighted)),
  ]);
  const address = compared.find(({ sighted }) => sighted.look.address !== null)?.sighted.look.address;
  const heading = page.paint.bold(`${shown(answer.fqdn)}${address == null ? '' : ` (${address})`}`);
  return [heading, ...compared.flatMap((one) => linesOf(one, { store, short, page }))].join('\n');
}

interface Showing {
  readonly store: readonly Certificate[];
  readonly short: (thumbprint: string) => string;
  readonly page: Page;
}

function linesOf(compared: Compared, showing: Showing): readonly string[] {
  const { sighted, endpoint, check } = compared;
  const { page } = showing;
  const place = endpoint === null ? wayWords(sighted.planned) : `${shown(endpoint)} (${wayWords(sighted.planned)})`;
  const detail = (text: string): readonly string[] => hanging('      ', text, page.width);
  return [
    ...hanging(`  ${markOf(compared, page)}  `, place, page.width),
    ...detail(`seen: ${seenWords(sighted, showing)}`),
    ...(endpoint === null ? untakenLines(sighted).flatMap(detail) : detail(foretoldWords(compared, showing))),
    ...(check === null || check.agreement === 'agrees' ? [] : detail(CHECK_WORDS[check.reason])),
    ...injectionLines(sighted).flatMap((text) => detail(page.paint.bad(text))),
    ...(check?.agreement === 'disagrees' ? surpriseLines(compared, page) : []),
  ];
}

const WIDTH = 11;

function markOf({ check, sighted }: Compared, { paint }: Page): string {
  if (check === null) return paint.doubtful((sighted.taker === null ? 'no answer' : 'cannot tell').padEnd(WIDTH));
  const paints = { agrees: paint.good, disagrees: paint.bad, 'cannot-tell': paint.doubtful };
  const words = { agrees: 'agrees', disagrees: 'DISAGREES', 'cannot-tell': 'cannot tell' };
  return paints[check.agreement](words[check.agreement].padEnd(WIDTH));
}

function chainOf({ look: { outcome } }: Sighted): readonly string[] {
  return outcome.kind === 'presented' ? thumbprintsOf(outcome.chain) : [];
}

function seenWords({ look: { outcome } }: Sighted, { store, short }: Showing): string {
  if (outcome.kind !== 'presented') return shown(outcomeWords(outcome));
  const [der] = outcome.chain;
  const [thumbprint = ''] = thumbprintsOf(outcome.chain.slice(0, 1));
  const stored = store.find((certificate) => certificate.thumbprint === thumbprint);
  const words = stored === undefined && der !== undefined ? strangerWords(der) : certificateWords(stored);
  return `${short(thumbprint)} ${words}, ${outcome.version}`;
}

/** A certificate that the inventory of the server does not have speaks for itself. */
function strangerWords(der: Uint8Array): string {
  const reading = readCertificate(der);
  if (reading.kind === 'not-a-certificate') return 'which cannot be read';
  return `${certificateWords(reading.certificate)}, not in the store as it is known`;
}

function foretoldWords({ predicted }: Compared, { store, short }: Showing): string {
  if (predicted === null) return 'foretold: nothing';
  const { outcome, thumbprint, rule, certainty } = predicted;
  const stored = store.find((certificate) => certificate.thumbprint === thumbprint);
  const what =
    thumbprint === null || outcome !== 'PRESENTED'
      ? OUTCOME_WORDS[outcome]
      : `${short(thumbprint)} ${certificateWords(stored)}`;
  return `foretold: ${what}; rule ${rule}, certainty ${certainty}`;
}

function untakenLines({ taker }: Sighted): readonly string[] {
  if (taker === null || 'endpoint' in taker) return [];
  return 'unknown' in taker
    ? [`Which endpoint answered cannot be told: ${shown(taker.unknown)}.`]
    : [`As far as is known ${shown(taker.none)}.`];
}

function injectionLines({ look: { injected } }: Sighted): readonly string[] {
  if (injected === null) return [];
  const what = `${counted(injected.bytes, 'byte')} came unprotected with the answer to STARTTLS and ${injected.bytes === 1 ? 'was' : 'were'} thrown away`;
  return [`STARTTLS injection: ${what}: ${injected.line}`];
}

/** Both sides of a disagreement: how the prediction came about, and what may be behind what was seen. */
function surpriseLines({ predicted, hints, sighted }: Compared, page: Page): readonly string[] {
  const steps = (predicted?.trace ?? []).map(
    ({ rule, asks, found, decides }) => `${rule}${decides ? ' (decides)' : ''}: ${shown(asks)}: ${shown(found)}`,
  );
  const name = sighted.planned.serverName ?? 'no server name';
  return [
    ...(steps.length === 0 ? [] : ['      It was foretold because:']),
    ...steps.flatMap((step) => hanging('        ', step, page.width)),
    `      It was seen over ${sighted.planned.protocol} at ${sighted.look.address ?? '?'} with ${shown(name)}:`,
    ...(hints.length === 0 ? paragraph(8, 'Nothing that is known explains it.', page.width) : []),
    ...hints.flatMap((hint) => paragraph(8, HINT_WORDS[hint], page.width)),
  ];
}

/** One line for everything, and one for each rule that was tested. */
export function summaryText(compared: readonly Compared[], counts: readonly RuleCount[], page: Page): string {
  const number = (wanted: string) => compared.filter(({ check }) => check?.agreement === wanted).length;
  const unseen = compared.filter(({ check }) => check === null).length;
  const line = [
    `${number('agrees')} agree`,
    `${number('disagrees')} disagree`,
    `${number('cannot-tell')} cannot be told`,
    `${unseen} of no known endpoint or without an answer`,
  ].join(', ');
  return [
    ...paragraph(0, `${counted(compared.length, 'connection')}: ${line}.`, page.width),
    ...counts.map(({ rule, version, agrees, disagrees, cannotTell }) =>
      page.paint.dim(
        `  ${rule} on Exchange ${version ?? 'of unknown version'}: ${agrees} agree, ${disagrees} disagree, ${cannotTell} cannot be told`,
      ),
    ),
  ].join('\n');
}
