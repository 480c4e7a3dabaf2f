import fc from 'fast-check';
import type { AlertMessage, MessageSide, MessageSubject } from '#libs/alerts/message.js';
import { SAMPLE_MESSAGE } from '#libs/channels/sample-message.js';

/** What strangers may have called a server, a connector, a certificate. */
export const HOSTILE_TEXTS: readonly string[] = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '"><a href="https://evil.example">x</a>',
  '\u202egnp.exe\u2066\u200b\ufeff',
  'a\r\nBcc: victim@example.com\r\n\r\nbody',
  'two\nlines\ttab\u2028sep\u2029end\u0085next',
  'x'.repeat(100_000),
  '😀'.repeat(50_000),
  '\u0000NUL\u0000',
  'half \ud800 high, \udc00 low, \ud83d',
  '<!channel> <@U012345> <https://evil.example|click> *bold* _it_ ~st~ `code` ```pre``` :skull: &lt;',
  '[click](https://evil.example) **bold** # head\n- item\n1. one ![i](https://evil.example/i.png) <at>all</at>',
  '{{DATE(2026-01-01T00:00:00Z,SHORT)}} ${expression} @{triggerBody()}',
  '"] [evil@1 x="y"] \\ ]\\',
  '<34>1 2026-01-01T00:00:00Z evil evil - - - forged',
  '$(touch /tmp/x); `id` | cat && rm -rf / > $HOME "\'',
  '\u001b[2J\u001b]0;x\u0007\u009b31m',
  '\uffff\ufffe\u{e0041}\u{10ffff}',
  "'; drop table alert; --",
  '{"type":"AdaptiveCard"}',
  '.\r\nQUIT\r\n.',
  'a\u0301'.repeat(3000),
  '',
  ' ',
];

const sideOf = (text: string): MessageSide => ({ outcome: 'PRESENTED', thumbprint: text, text });

/** A message in which every text of a stranger is this one. */
export function messageFullOf(text: string, many = 150): AlertMessage {
  const subjects = Array.from({ length: many }, (_, index) => ({
    server: index % 3 === 0 ? null : text,
    endpoint: index % 2 === 0 ? text : null,
    before: index % 5 === 0 ? null : sideOf(text),
    after: sideOf(text),
  }));
  return {
    ...SAMPLE_MESSAGE,
    id: text,
    organization: text,
    rule: { id: text, name: text },
    title: text,
    summary: text,
    subjects,
    subjectCount: 5000,
    cause: {
      what: text,
      occurredAt: '2026-11-22T10:41:07Z',
      recordedAt: '2026-11-22T13:41:31Z',
      actor: text,
      tool: text,
      position: 184213,
      lateBySeconds: 10_824,
    },
    evidence: Array.from({ length: 80 }, (_, index) => ({ name: `${text} ${index}`, value: text })),
    remedy: Array.from({ length: 60 }, () => text),
    links: { alert: text, timeline: text, explain: text },
    owner: text,
  };
}

/** Messages of every kind and state, with every key that may be null once null. */
export const EVERY_KIND: readonly AlertMessage[] = [
  SAMPLE_MESSAGE,
  { ...SAMPLE_MESSAGE, state: 'acknowledged', owner: null },
  { ...SAMPLE_MESSAGE, state: 'resolved', endsAt: '2026-11-22T11:02:00Z' },
  { ...SAMPLE_MESSAGE, state: 'corrected', endsAt: '2026-11-22T11:02:00Z', cause: null },
  { ...SAMPLE_MESSAGE, kind: 'change', severity: null, startsAt: null, links: null },
  { ...SAMPLE_MESSAGE, kind: 'digest', severity: null, rule: null, startsAt: null, cause: null, remedy: [] },
  {
    ...SAMPLE_MESSAGE,
    kind: 'test',
    severity: null,
    rule: null,
    startsAt: null,
    cause: null,
    subjects: [],
    subjectCount: 0,
  },
  { ...SAMPLE_MESSAGE, subjects: [], subjectCount: 0, evidence: [], remedy: [], links: null, title: '', summary: '' },
  ...(['high', 'medium', 'low', null] as const).map((severity) => ({ ...SAMPLE_MESSAGE, severity })),
];

const text = fc.oneof(
  fc.constantFrom(...HOSTILE_TEXTS.filter((one) => one.length < 10_000)),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 }).map((units) => String.fromCharCode(...units)),
);
const orNull = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const side = orNull(text.map(sideOf));
const subject: fc.Arbitrary<MessageSubject> = fc.record({
  server: orNull(text),
  endpoint: orNull(text),
  before: side,
  after: side,
});
const instant = fc.integer({ min: 0, max: 4_000_000_000 }).map((seconds) => new Date(seconds * 1000).toISOString());

export const anyMessage: fc.Arbitrary<AlertMessage> = fc.record({
  id: text,
  kind: fc.constantFrom('alert', 'change', 'digest', 'test'),
  state: fc.constantFrom('firing', 'acknowledged', 'resolved', 'corrected'),
  organization: text,
  severity: orNull(fc.constantFrom('critical', 'high', 'medium', 'low')),
  rule: orNull(fc.record({ id: text, name: text })),
  title: text,
  summary: text,
  subjects: fc.array(subject, { maxLength: 40 }),
  subjectCount: fc.nat(100_000),
  cause: orNull(
    fc.record({
      what: text,
      occurredAt: instant,
      recordedAt: instant,
      actor: orNull(text),
      tool: orNull(text),
      position: fc.nat(),
      lateBySeconds: orNull(fc.nat()),
    }),
  ),
  evidence: fc.array(fc.record({ name: text, value: text }), { maxLength: 30 }),
  remedy: fc.array(text, { maxLength: 20 }),
  links: orNull(
    fc.record({
      alert: fc.oneof(text, fc.webUrl(), fc.constant('javascript:alert(1)')),
      timeline: orNull(fc.webUrl({ withQueryParameters: true })),
      explain: orNull(text),
    }),
  ),
  startsAt: orNull(instant),
  endsAt: orNull(instant),
  position: fc.nat(),
  owner: orNull(text),
});
