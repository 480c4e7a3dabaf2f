import { describe, expect, test } from '@jest/globals';
import type { Selection } from '#libs/selection/selection.js';
import type { TimelineItem } from '../answers.js';
import { NO_PAINT } from '../text/paint.js';
import { table, wrapped } from '../text/table.js';
import { bindingsTable, countsLine } from './selections.js';
import { serversTable } from './servers.js';
import type { Comparison } from '#libs/views/comparison.js';
import { timelineText } from './timeline.js';

const page = { paint: NO_PAINT, width: 80 };
const thumbprint = '9F2A0000000000000000000000000000000000C1';
const answer = (rest: Partial<Selection>): Selection => ({
  server: 'ex01.contoso.com',
  endpoint: 'internal-transport',
  via: null,
  outcome: 'PRESENTED',
  thumbprint: null,
  certainty: 'high',
  rule: 'ANON-4',
  decidedBy: [],
  events: [],
  smtpResponse: null,
  candidates: [],
  notes: [],
  changesAt: null,
  healthierCandidate: null,
  sources: [],
  ...rest,
});

describe('the table of bindings', () => {
  const rows = [
    {
      selection: answer({ thumbprint }),
      certificate: {
        thumbprint,
        subject: 'CN=mail.contoso.com, O=Contoso',
        issuer: 'CN=Trust CA1',
        isSelfSigned: false,
        notAfter: '2027-06-20T00:00:00Z',
      },
    },
    { selection: answer({ endpoint: 'pop', outcome: 'NOT_ADVERTISED', rule: 'PI-4' }), certificate: null },
    { selection: answer({ endpoint: 'imap', outcome: 'INDETERMINATE', rule: 'PI-1' }), certificate: null },
    {
      selection: answer({
        endpoint: 'iis:Default Web Site:*:443:',
        outcome: 'HANDSHAKE_FAILS',
        thumbprint,
        rule: 'IIS-1',
      }),
      certificate: { thumbprint },
    },
  ];

  test('is aligned, and tells the four answers apart', () => {
    expect(`\n${bindingsTable(rows, {}, page)}\n`).toBe(`
SERVER            ENDPOINT                     ANSWER             CERTIFICATE               ISSUER          VALID TO    RULE
ex01.contoso.com  internal-transport           ● presented        9F2A…C1 mail.contoso.com  Trust CA1       2027-06-20  ANON-4
ex01.contoso.com  pop                          – not advertised                                                         PI-4
ex01.contoso.com  imap                         ? unknown                                                                PI-1
ex01.contoso.com  iis:Default Web Site:*:443:  ✗ handshake fails  9F2A…C1 subject unknown   issuer unknown  unknown     IIS-1
`);
  });

  test('wide, nothing is shortened', () => {
    const [, first] = bindingsTable(rows, { wide: true }, page).split('\n');
    expect(first).toContain(`${thumbprint} CN=mail.contoso.com, O=Contoso`);
  });

  test('counts every answer by its own word', () => {
    expect(countsLine(rows.map(({ selection }) => selection))).toBe(
      '4 endpoints: 1 presented, 1 not advertised, 1 handshake fails, 1 unknown',
    );
  });
});

test('the table of servers keeps unknown and unset apart', () => {
  const unsaid = {
    fqdn: 'edge01.contoso.com',
    version: null,
    lastSeenAt: '2026-06-01T00:00:00Z',
    outcomes: { PRESENTED: 3, INDETERMINATE: 1 },
  };
  const server = { ...unsaid, adSite: null, roles: [] };
  const [, known, unknown] = serversTable([server, unsaid], page)
    .split('\n')
    .map((line) => line.split(/\s{2,}/));
  expect(known).toEqual(['edge01.contoso.com', 'unknown', 'none', 'none', '3', '0', '0', '1', '2026-06-01 00:00Z']);
  expect(unknown).toEqual([
    'edge01.contoso.com',
    'unknown',
    'unknown',
    'unknown',
    '3',
    '0',
    '0',
    '1',
    '2026-06-01 00:00Z',
  ]);
});

test('the timeline says how what was seen agrees with what was predicted', () => {
  const seen = `3B77${'0'.repeat(34)}02`;
  const predicted = { outcome: 'PRESENTED', thumbprint, certainty: 'high', rule: 'STLS-9' } as const;
  const lines = (comparison: Partial<Comparison>) => {
    const item: TimelineItem = {
      position: 8,
      occurredAt: '2026-06-01T10:00:00Z',
      recordedAt: '2026-06-01T10:00:00Z',
      type: 'certfleet.presentation.observed.v1',
      server: 'ex01.contoso.com',
      what: 'receive:Relay:starttls presented 3B77…02',
      changes: [],
      effect: 'Nothing that is presented changed.',
      comparison: { verdict: 'disagrees', seen, inStore: true, predicted, version: '2019', ...comparison },
      actor: null,
      tool: null,
      source: '/organizations/default/servers/ex01.contoso.com',
    };
    return timelineText([item], page)
      .split('\n')
      .slice(2)
      .map((line) => line.trim())
      .join(' ');
  };
  expect(lines({ verdict: 'agrees' })).toBe('= agrees with the prediction (STLS-9)');
  expect(lines({})).toBe('! prediction was 9F2A…C1 by STLS-9, high certainty: Exchange 2019 showed 3B77…02');
  expect(lines({ inStore: false, version: null })).toBe(
    '! prediction was 9F2A…C1 by STLS-9, high certainty: Exchange (version unknown) showed 3B77…02, which it is not known to hold',
  );
  expect(lines({ predicted: { ...predicted, outcome: 'NOT_ADVERTISED', thumbprint: null, rule: 'STLS-5' } })).toBe(
    '! prediction was “not advertised” by STLS-5, high certainty: Exchange 2019 showed 3B77…02',
  );
  expect(lines({ seen: null, inStore: null })).toContain(': Exchange 2019 showed no certificate');
  expect(lines({ verdict: 'cannot-tell', predicted: { ...predicted, certainty: 'low' } })).toBe(
    '? prediction was 9F2A…C1 by STLS-9, low certainty, but facts are unknown: Exchange 2019 showed 3B77…02',
  );
  expect(
    lines({ verdict: 'cannot-tell', predicted: { ...predicted, outcome: 'INDETERMINATE', thumbprint: null } }),
  ).toBe('? nothing could be predicted: facts that STLS-9 needs are unknown');
  expect(lines({ verdict: 'cannot-tell', predicted: null })).toBe(
    '? nothing was predicted: this endpoint of the server is not known',
  );
});

test('the timeline says what changed of what is presented, and what did not', () => {
  const item: TimelineItem = {
    position: 7,
    occurredAt: '2026-06-01T10:00:00Z',
    recordedAt: '2026-06-02T10:00:00Z',
    type: 'certfleet.default-smtp-certificate.overwritten.v1',
    server: 'ex02.contoso.com',
    what: 'The default SMTP certificate was overwritten',
    changes: [
      {
        server: 'ex02.contoso.com',
        endpoint: 'internal-transport',
        before: { outcome: 'NOT_ADVERTISED', thumbprint: null },
        after: { outcome: 'PRESENTED', thumbprint },
        rule: 'ANON-4',
      },
    ],
    effect: '1 endpoint presents something else',
    actor: 'CONTOSO\\svc-acme',
    tool: 'win-acme',
    source: '/organizations/default/servers/ex02.contoso.com',
  };
  const idle = {
    ...item,
    position: 6,
    recordedAt: item.occurredAt,
    what: 'A note',
    changes: [],
    effect: 'no endpoint presents anything else',
    actor: null,
    tool: null,
  };
  expect(`\n${timelineText([item, idle], page)}\n`).toBe(`
2026-06-01 10:00Z  ex02.contoso.com  #7
    The default SMTP certificate was overwritten
    by CONTOSO\\svc-acme, with win-acme, recorded 2026-06-02 10:00Z
    ~ internal-transport
        not advertised → 9F2A…C1

2026-06-01 10:00Z  ex02.contoso.com  #6
    A note
    = no endpoint presents anything else
`);
});

test('a table takes wide characters for two columns', () => {
  expect(
    table(
      ['A', 'B'],
      [
        ['書', 'x'],
        ['ab', 'y'],
      ],
      NO_PAINT,
    ),
  ).toBe('A   B\n書  x\nab  y');
});

test('wrapping breaks at blanks and keeps long words whole', () => {
  expect(wrapped('one two three', 7)).toEqual(['one two', 'three']);
  expect(wrapped('averyverylongword b', 5)).toEqual(['averyverylongword', 'b']);
});
