import { describe, expect, test } from '@jest/globals';
import { minute, thumbprint } from '../../test/support/events.js';
import { timelineGroups } from './timeline-groups.js';
import type { ToldChange, ToldItem } from './timeline-item.js';
import { share } from '../../test/support/share.js';

const [A, B] = [thumbprint('A'), thumbprint('B')];
const mail = { thumbprint: B, name: 'mail.contoso.com', renewal: true };

function item(position: number, minutes: number, rest: Partial<ToldItem> = {}): ToldItem {
  return {
    position,
    occurredAt: minute(minutes),
    recordedAt: minute(9_999),
    server: 'ex01.contoso.com',
    what: `event ${position}`,
    changes: [],
    actor: 'CONTOSO\\svc-certs',
    tool: null,
    certificate: mail,
    ...rest,
  };
}

function change(before: string, after: string, endpoint = 'internal-transport'): ToldChange {
  const side = (of: string) => ({ outcome: 'PRESENTED', thumbprint: of }) as const;
  return { server: 'ex01.contoso.com', endpoint, before: side(before), after: side(after), rule: 'ANON-4' };
}

const positions = (items: readonly ToldItem[]) => timelineGroups(items).map((group) => group.positions);

describe('entries of one cause', () => {
  test('are what one account did to one certificate on any servers, ten minutes between at most', () => {
    const items = [
      item(4, 19, { server: 'ex03.contoso.com', certificate: { thumbprint: A, name: mail.name, renewal: false } }),
      item(3, 9, { server: 'ex02.contoso.com', tool: 'Renew.ps1' }),
      item(2, 1, { tool: 'Local-ConsoleHost-Unknown' }),
      item(1, 0),
    ];
    const [group, ...others] = timelineGroups(items);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      title: 'renewal of mail.contoso.com: 4 events on 3 servers, 00:00 to 00:19, by svc-certs with Renew.ps1',
      positions: [4, 3, 2, 1],
      servers: ['ex01.contoso.com', 'ex02.contoso.com', 'ex03.contoso.com'],
      firstAt: minute(0),
      lastAt: minute(19),
    });
  });

  test.each<[string, Partial<ToldItem>]>([
    ['of another account', { actor: 'CONTOSO\\kim' }],
    ['of nobody', { actor: null }],
    ['of another script', { tool: 'Other.ps1' }],
    ['about another certificate', { certificate: { thumbprint: A, name: 'owa.contoso.com', renewal: false } }],
    ['about no certificate', { certificate: null }],
    ['under another correlation', { correlationId: 'other' }],
  ])('are not those %s', (_, rest) => {
    expect(positions([item(2, 1, rest), item(1, 0, { tool: 'Renew.ps1', correlationId: 'one' })])).toEqual([[2], [1]]);
  });

  test('are those of one correlation, whatever they are about, unless its id is used again another day', () => {
    const run = { correlationId: 'run-7', actor: null, certificate: null };
    expect(positions([item(3, 1_700, run), item(2, 120, run), item(1, 0, run)])).toEqual([[3], [2, 1]]);
  });

  test('hold a second record with the first, and count it once', () => {
    const [group] = timelineGroups([item(2, 1, { witnessOf: 1, actor: null, certificate: null }), item(1, 0)]);
    expect(group).toMatchObject({ title: 'event 1', positions: [2, 1], events: 1 });
  });

  test('have each item once, in any order of the input', () => {
    const items = [item(1, 0), item(2, 5, { actor: 'kim' }), item(3, 6), item(4, 7, { witnessOf: 99 })];
    expect(positions(items).flat().sort()).toEqual([1, 2, 3, 4]);
    expect(positions(items.toReversed())).toEqual(positions(items));
  });

  test('say what changed from before all of it to after', () => {
    const [group] = timelineGroups([
      item(2, 1, { changes: [change(B, A, 'pop'), change(B, thumbprint('C'), 'imap')] }),
      item(1, 0, { changes: [change(A, B, 'pop'), change(A, B, 'imap')] }),
    ]);
    expect(group?.changes).toEqual([change(A, thumbprint('C'), 'imap')]);
  });
});

describe('an overwrite of the default that is taken back', () => {
  const overwrite = item(1, 0, { changes: [change(A, B)] });
  const back = (seconds: number, rest: Partial<ToldItem> = {}) =>
    item(3, seconds / 60, { changes: [change(B, A)], certificate: null, ...rest });

  test('within a minute is one entry, by name', () => {
    const robot = {
      id: 'auth-certificate',
      name: 'x',
      certainty: 'medium',
      orElse: [],
      because: '',
      runs: 1,
      nextRun: null,
    } as const;
    const [group, ...others] = timelineGroups([back(8, { robot }), overwrite]);
    expect(others).toEqual([]);
    expect(group?.folds).toEqual([
      {
        title: 'default SMTP certificate overwritten and restored within 8 s (Auth certificate maintenance)',
        server: 'ex01.contoso.com',
        seconds: 8,
        positions: [1, 3],
        restored: A,
        between: B,
      },
    ]);
    expect(group?.title).toContain('restored within 8 s (Auth certificate maintenance): 2 events on ex01.contoso.com');
  });

  test('is placed by its lines where the effect stands with a witness', () => {
    const [group, ...others] = timelineGroups([
      back(8),
      item(2, 0, { witnessOf: 1, changes: [change(A, B)] }),
      item(1, 0),
    ]);
    expect(others).toEqual([]);
    expect(group?.folds[0]?.positions).toEqual([1, 3]);
  });

  test.each<[string, readonly ToldItem[]]>([
    ['later', [back(61), overwrite]],
    ['by somebody else', [back(8, { actor: 'CONTOSO\\kim' }), overwrite]],
    ['to another certificate', [back(8, { changes: [change(B, thumbprint('C'))] }), overwrite]],
    ['with a change between', [back(8), item(2, 0.05, { changes: [change(B, thumbprint('C'))] }), overwrite]],
  ])('is none %s', (_, items) => {
    expect(timelineGroups(items).flatMap(({ folds }) => folds)).toEqual([]);
  });
});

test('a long timeline is grouped in one pass', () => {
  const many = Array.from({ length: share(20_000) }, (_, index) =>
    item(index + 1, index, { certificate: { thumbprint: null, name: `n${index % 97}`, renewal: false } }),
  );
  const begin = process.hrtime.bigint();
  expect(timelineGroups(many).length).toBeGreaterThan(share(1_000) / 2);
  expect(Number(process.hrtime.bigint() - begin) / 1e6).toBeLessThan(5_000);
});
