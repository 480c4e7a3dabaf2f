import { describe, expect, test } from '@jest/globals';
import { inEffectiveOrder } from '#libs/fleet/effective-order.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import type { ServerState } from '#libs/fleet/state.js';
import { unknownServer } from '#libs/fleet/state.js';
import type { Selection } from '#libs/selection/selection.js';
import { certificate, EX01, happened, minute, recorded, thumbprint } from '../../test/support/events.js';
import { comparison, comparisons } from './comparison.js';
import { selectionsOf } from './selections-of.js';

const [A, B, C] = [thumbprint('A'), thumbprint('B'), thumbprint('C')];
const FRONT = 'receive:Default Frontend EX01:starttls';

const known: ServerState = {
  ...unknownServer(EX01),
  server: {
    fqdn: EX01,
    version: '2019',
    roles: ['Mailbox'],
    internalTransportCertificate: B,
    certificates: [
      certificate('A', {
        version: 3,
        services: ['SMTP'],
        status: 'Valid',
        isSelfSigned: false,
        extendedKeyUsages: null,
      }),
      certificate('B', {
        version: 3,
        services: ['SMTP'],
        status: 'Valid',
        isSelfSigned: false,
        extendedKeyUsages: null,
      }),
    ],
    receiveConnectors: [
      {
        name: 'Default Frontend EX01',
        enabled: true,
        bindings: ['0.0.0.0:25'],
        authMechanism: ['Tls', 'ExchangeServer'],
        fqdn: 'a.contoso.com',
        tlsCertificateName: null,
        suppressXAnonymousTls: false,
      },
      {
        name: 'Plain',
        enabled: true,
        bindings: ['0.0.0.0:26'],
        authMechanism: [],
        fqdn: null,
        tlsCertificateName: null,
      },
      { name: 'Unsaid', enabled: true },
    ],
  },
};
const answers = selectionsOf(known, {}, { at: minute(5) });
const compare = (endpoint: string, ...chain: string[]) => comparison({ endpoint, chain }, known, answers);

describe('what was seen beside what was predicted', () => {
  test('agrees when it is the predicted certificate, in whatever letters', () => {
    const agreed = {
      verdict: 'agrees',
      seen: A,
      inStore: true,
      predicted: { outcome: 'PRESENTED', thumbprint: A, certainty: 'high', rule: 'STLS-9' },
      version: '2019',
    };
    expect(compare(FRONT, A, C)).toEqual(agreed);
    expect(compare(FRONT.toUpperCase(), A.toLowerCase())).toEqual(agreed);
  });

  test.each<[string, string, string[], object]>([
    ['another one of the store', FRONT, [B], { verdict: 'disagrees', seen: B, inStore: true }],
    ['one that nobody knows', FRONT, [C, A], { verdict: 'disagrees', seen: C, inStore: false }],
    ['none', FRONT, [], { verdict: 'disagrees', seen: null, inStore: null }],
    [
      'one where no TLS was predicted',
      'receive:Plain:starttls',
      [A],
      { verdict: 'disagrees', predicted: { rule: 'STLS-1' } },
    ],
    ['none where no TLS was predicted', 'receive:Plain:starttls', [], { verdict: 'agrees', seen: null }],
    ['the internal transport certificate', 'receive:Default Frontend EX01:anonymous', [B], { verdict: 'agrees' }],
    [
      'one where a fact is missing',
      'receive:Unsaid:starttls',
      [A],
      { verdict: 'cannot-tell', predicted: { outcome: 'INDETERMINATE' } },
    ],
    ['none where a fact is missing', 'receive:Unsaid:starttls', [], { verdict: 'cannot-tell' }],
    [
      'at an endpoint that is not known',
      'send:Outbound:starttls',
      [A],
      { verdict: 'cannot-tell', predicted: null, seen: A },
    ],
    ['what is no thumbprint', FRONT, ['a certificate'], { verdict: 'cannot-tell', seen: null, inStore: null }],
  ])('%s', (_, endpoint, chain, expected) => {
    expect(compare(endpoint, ...chain)).toMatchObject(expected);
  });

  test('a prediction that an unknown certificate might overturn is never called wrong', () => {
    const [first] = answers.filter(({ endpoint }) => endpoint === FRONT);
    if (first === undefined) throw new Error('no answer');
    const guess: Selection = { ...first, certainty: 'low', notes: ['FACT_UNKNOWN'] };
    const seen = (leaf: string) =>
      comparison({ endpoint: FRONT, chain: [leaf] }, { ...known, partial: ['certificates'] }, [guess]);
    expect(seen(B)).toMatchObject({ verdict: 'cannot-tell', inStore: true });
    expect(seen(C)).toMatchObject({ verdict: 'cannot-tell', inStore: null });
    expect(seen(A)).toMatchObject({ verdict: 'agrees' });
  });

  test('of a server of which nothing is known nothing can be told', () => {
    expect(comparison({ endpoint: FRONT, chain: [A] }, unknownServer(EX01), [])).toEqual({
      verdict: 'cannot-tell',
      seen: A,
      inStore: null,
      predicted: null,
      version: null,
    });
  });
});

describe('each event is compared at its own instant', () => {
  const inventory = happened('inventory.observed', {
    ...known.server,
    complete: ['certificates', 'receiveConnectors'],
  });
  const anonymous = 'receive:Default Frontend EX01:anonymous';
  const saw = (leaf: string, at: number) =>
    happened('presentation.observed', { endpoint: anonymous, chain: [leaf] }, { occurredAt: minute(at) });
  const overwritten = happened('default-smtp-certificate.overwritten', { current: A }, { occurredAt: minute(20) });

  const verdicts = (events: readonly FleetEvent[]) =>
    [...comparisons(EX01, inEffectiveOrder(recorded(events)), [], new Set(events.map((_, i) => i + 1)))].map(
      ([position, { verdict }]) => `${position} ${verdict}`,
    );

  test('and whatever the order in which it became known; other events are left out', () => {
    expect(verdicts([inventory, saw(B, 10), overwritten, saw(B, 30)])).toEqual(['2 agrees', '4 disagrees']);
    expect(verdicts([saw(B, 30), saw(B, 10), overwritten, inventory])).toEqual(['2 agrees', '1 disagrees']);
  });

  test('what was seen before anything was known cannot be compared', () => {
    expect(verdicts([saw(B, -10), inventory])).toEqual(['1 cannot-tell']);
  });
});
