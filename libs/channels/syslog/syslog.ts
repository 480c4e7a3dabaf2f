import { z } from 'zod';
import type { AlertMessage } from '#libs/alerts/message.js';
import type { Answer } from '../answer.js';
import { channel, type Occasion } from '../channel.js';
import { judgeFailure } from '../judge.js';
import { delivered, unknown, type Outcome } from '../outcome.js';
import { AuthorityPem, HostName, Port } from '../settings.js';
import { fitting } from '../shorten.js';
import { isOver, stateWord } from '../words.js';
import { ecsOf } from './ecs.js';

const Syslog = z.strictObject({
  host: HostName.describe('the receiver'),
  port: Port.default(6514).describe('its port: 6514 for `tls`, 514 for `udp` and `tcp`'),
  transport: z.enum(['tls', 'tcp', 'udp']).default('tls').describe('RFC 5425, RFC 6587 with octet counting, RFC 5426'),
  facility: z.int().min(0).max(23).default(16).describe('16 is local0'),
  hostname: HostName.nullable().default(null).describe('the name of this Certfleet in the header'),
  enterpriseNumber: z
    .int()
    .min(1)
    .max(4_294_967_295)
    .default(32473)
    .describe('of the structured data `certfleet@…`; 32473 is the one for examples'),
  ca: AuthorityPem.nullable().default(null).describe('certificate of an own authority, PEM, beside the public ones'),
});
type Syslog = z.infer<typeof Syslog>;

/** Every receiver must take 480 bytes and should take 2,048 (RFC 5424, 6.1); streams take more. */
const BYTES = { udp: 2_000, tcp: 8_000, tls: 8_000 } as const;
const SUBJECTS = 20;

export const syslog = channel<Syslog>({
  name: 'syslog',
  title: 'Syslog',
  about:
    'RFC 5424, one record for each message. The structured data name the alert; the text is one JSON object in the fields of the [Elastic Common Schema](https://www.elastic.co/docs/reference/ecs), written in ASCII, so that no line break and no character set matters on the way. A collector takes it with its JSON parser.',
  limitWords:
    '2,000 bytes over UDP, 8,000 over TCP and TLS. Subjects and evidence are left out first, then what to do, then texts are cut; `certfleet.left` says how many. Syslog has no answer: over UDP nobody knows whether a record arrived.',
  testing: 'The test message has `certfleet.test` as `event.dataset`; look for it at the receiver.',
  Settings: Syslog,
  secrets: [],
  addressed: [],
  sampleSettings: { host: 'siem.example.com', hostname: 'certfleet.example.com' },
  space: { bytes: BYTES.tls, subjects: SUBJECTS },
  rates: [{ sendings: 600, withinMs: 60_000 }],
  isMail: false,
  resend: null,
  together: 'all',
  carries: () => true,
  form: (message, settings, occasion) => {
    const { host, port, transport, ca } = settings;
    const record = fitting(message, { bytes: BYTES[transport], subjects: SUBJECTS }, (shortened) =>
      [
        headerOf(message, settings, occasion),
        structuredData(shortened.message, settings),
        ascii(ecsOf(shortened, occasion.at)),
      ].join(' '),
    );
    // ASCII throughout: characters are octets.
    return [
      { kind: 'syslog', transport, host, port, ca, text: transport === 'udp' ? record : `${record.length} ${record}` },
    ];
  },
  judge: judgeSyslog,
});

const SEVERITIES = { critical: 2, high: 3, medium: 4, low: 5 } as const;
const INFORMATIONAL = 6;
const NOTICE = 5;

function headerOf(message: AlertMessage, { facility, hostname }: Syslog, { at }: Occasion): string {
  const severity = message.severity === null ? INFORMATIONAL : isOver(message) ? NOTICE : SEVERITIES[message.severity];
  const instant = message.endsAt ?? message.cause?.occurredAt ?? message.startsAt ?? at;
  const msgId = message.kind === 'alert' ? `alert-${message.state}` : message.kind;
  return `<${facility * 8 + severity}>1 ${timestamp(instant)} ${hostname ?? '-'} certfleet - ${msgId}`;
}

function timestamp(instant: string): string {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z$/.test(instant) ? instant : '-';
}

function structuredData(message: AlertMessage, { enterpriseNumber }: Syslog): string {
  const parameters = {
    id: message.id,
    state: stateWord(message).toLowerCase(),
    organization: message.organization,
    ...(message.severity === null ? {} : { severity: message.severity }),
    ...(message.rule === null ? {} : { rule: message.rule.id }),
    position: String(message.position),
  };
  const written = Object.entries(parameters).map(([name, value]) => `${name}="${parameterValue(value)}"`);
  return `[certfleet@${enterpriseNumber} ${written.join(' ')}]`;
}

/** What ends a parameter is escaped (RFC 5424, 6.3.3); what is not ASCII stands there as `\\u{e4}`. */
function parameterValue(value: string): string {
  return value
    .replace(/[^\x20-\x7e]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(/["\\\]]/g, (character) => `\\${character}`);
}

/** JSON on one line, with nothing but ASCII. */
function ascii(value: unknown): string {
  return JSON.stringify(value).replace(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function judgeSyslog(answer: Answer): Outcome {
  if (answer.kind === 'failed') return judgeFailure(answer);
  return answer.kind === 'handed-over'
    ? delivered(null, answer.words)
    : unknown('the answer is of another kind than the record');
}
