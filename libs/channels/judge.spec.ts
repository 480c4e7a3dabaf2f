import { describe, expect, test } from '@jest/globals';
import type { Answer, FailureReason } from './answer.js';
import type { ChannelName } from './channel.js';
import { channelNamed } from './channels.js';
import { outcomeOf } from './judge.js';
import { delivered, never, retry, unknown, type Outcome } from './outcome.js';

const AT = Date.parse('2026-11-22T10:00:00Z');
const http = (status: number, body = '', headers = {}): Answer => ({ kind: 'http', status, body, headers });
const failed = (reason: FailureReason): Answer => ({ kind: 'failed', reason, words: 'words' });

function judged(name: ChannelName, answer: Answer): Outcome {
  return channelNamed(name)?.judge(answer, AT) ?? unknown('no such channel');
}

describe.each(['webhook', 'cloudevents', 'alertmanager', 'slack', 'teams', 'pagerduty'] as const)('%s', (name) => {
  test.each([200, 202, 204])('%i is delivered', (status) => {
    expect(judged(name, http(status)).kind).toBe('delivered');
  });

  test.each([301, 302, 307, 308, 400, 401, 403, 405, 410, 413, 415, 422])('%i is never, with a remedy', (status) => {
    const outcome = judged(name, http(status, 'no', { location: 'http://10.0.0.1/' }));
    expect(outcome).toMatchObject({ kind: 'never', remedy: expect.stringMatching(/\w+/) });
    expect('why' in outcome ? outcome.why : '').toContain(String(status));
  });

  test.each([408, 425, 429, 500, 502, 503, 504, 520])('%i is tried again', (status) => {
    expect(judged(name, http(status)).kind).toBe('retry');
  });

  test('Retry-After is taken', () => {
    const outcome = judged(name, http(429, '', { 'retry-after': '30' }));
    expect(outcome).toMatchObject({ kind: 'retry', notBefore: '2026-11-22T10:00:30.000Z' });
  });

  test('what the receiver says is shown on one line, short, and nothing in it acts', () => {
    const outcome = judged(name, http(500, `a\u001b[2J\r\nb\u202e${'x'.repeat(9_000)}`));
    expect('why' in outcome ? outcome.why : '').toMatch(/^answered 500: a\\u\{1b\}\[2J b\\u\{202e\}x{50,}…$/);
  });
});

test.each([
  ['not-allowed', 'never'],
  ['unwanted', 'never'],
  ['bad-setting', 'never'],
  ['not-reached', 'retry'],
  ['not-trusted', 'retry'],
  ['too-soon', 'retry'],
  ['lost', 'unknown'],
] as const)('a failure %s is %s', (reason, kind) => {
  const names = [
    'webhook',
    'cloudevents',
    'alertmanager',
    'slack',
    'teams',
    'pagerduty',
    'email',
    'syslog',
    'program',
  ] as const;
  for (const name of names) expect(judged(name, failed(reason)).kind).toBe(kind);
});

test.each([
  ['{"ok":true,"channel":"C0123456789","ts":"1732270867.000200"}', delivered('C0123456789/1732270867.000200')],
  ['ok', delivered()],
  ['{"ok":false,"error":"ratelimited"}', retry('answered ratelimited')],
  ['{"ok":false,"error":"not_in_channel"}', never('answered not_in_channel', 'Invite the bot to the conversation.')],
  [
    '{"ok":false,"error":"message_not_found"}',
    delivered(null, 'the first message could not be rewritten: message_not_found'),
  ],
  ['{"ok":false}', never('answered no error named', 'Check token and conversation, then send a test.')],
])('Slack says 200 and %s', (body, outcome) => {
  expect(judged('slack', http(200, body))).toEqual(outcome);
});

test('Teams: 202 is a workflow that was started; a deleted one says 404; a gateway says 200 and means 429', () => {
  expect(judged('teams', http(202, '', { 'x-ms-workflow-run-id': '0858' }))).toMatchObject({ receipt: '0858' });
  expect(judged('teams', http(202))).toMatchObject({ receipt: null, note: expect.stringContaining('started') });
  expect(judged('teams', http(404)).kind).toBe('never');
  expect(
    judged(
      'teams',
      http(200, 'Webhook message delivery failed with error: Microsoft Teams endpoint returned HTTP error 429'),
    ).kind,
  ).toBe('retry');
});

test('PagerDuty gives the key of the incident', () => {
  expect(judged('pagerduty', http(202, '{"status":"success","dedup_key":"k1"}'))).toEqual(delivered('k1'));
  expect(judged('pagerduty', http(202, '{"dedup_key":7}'))).toEqual(delivered());
});

const mail = (
  reply: { code: number; text: string } | null,
  refusals: readonly number[] = [],
  accepted: readonly string[] = [],
): Answer => ({
  kind: 'mail',
  accepted,
  reply,
  rejected: refusals.map((code) => ({ recipient: 'x@example.com', code, text: 'no' })),
});

test.each([
  [mail({ code: 250, text: 'queued as 7F' }, [], ['a@b']), delivered('queued as 7F')],
  [mail({ code: 250, text: 'ok' }, [550], ['a@b']), delivered('ok', '1 of 2 recipients; x@example.com: 550 no')],
  [mail({ code: 451, text: 'later' }), retry('answered 451 later')],
  [mail({ code: 421, text: 'closing' }), retry('answered 421 closing')],
  [mail(null, [450, 550]), retry('x@example.com: 450 no; x@example.com: 550 no')],
])('a relay that answers %j', (answer, outcome) => {
  expect(judged('email', answer)).toEqual(outcome);
});

test.each([
  [mail({ code: 535, text: 'bad' }), /password/],
  [mail({ code: 554, text: 'spam' }), /accept/],
  [mail({ code: 552, text: 'big' }), /smaller/],
  [mail(null, [550, 553]), /recipients/],
])('a relay that never takes it: %j', (answer, remedy) => {
  expect(judged('email', answer)).toMatchObject({ kind: 'never', remedy: expect.stringMatching(remedy) });
});

test.each([
  [0, 'TICKET-1\nmore', delivered('TICKET-1')],
  [0, '', delivered()],
  [1, 'boom', retry('ended with exit code 1: boom')],
  [75, '', retry('ended with exit code 75')],
  [
    78,
    'no config',
    never('ended with exit code 78: no config', 'Correct the program or its arguments, then send a test.'),
  ],
  [null, '', unknown('it was ended by a signal')],
])('a program that ends with %s and says %j', (code, output, outcome) => {
  expect(judged('program', { kind: 'exited', code, output })).toEqual(outcome);
});

describe('several requests of one sending', () => {
  const [good, later, gone] = [delivered('r1', 'note'), retry('503'), never('410', 'remove it')];

  test('all of them must arrive, and the first that did not says why', () => {
    expect(outcomeOf([good, delivered('r2')], 'all')).toEqual(delivered('r1', 'note'));
    expect(outcomeOf([delivered(), delivered('r2')], 'all')).toEqual(delivered('r2'));
    expect(outcomeOf([good, later], 'all')).toEqual(later);
  });

  test('one is enough, and the others are told', () => {
    expect(outcomeOf([later, good], 'any')).toEqual(delivered('r1', '1 of 2 took it; 503'));
    expect(outcomeOf([gone, later], 'any')).toEqual(later);
    expect(outcomeOf([gone, gone], 'any')).toEqual(gone);
  });
});
