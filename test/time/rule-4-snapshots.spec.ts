import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { ambiguitiesOnServer } from '#libs/fleet/ambiguous.js';
import type { PartialServer } from '#libs/fleet/document.js';
import { driftsOnServer } from '#libs/fleet/drift.js';
import { inEffectiveOrder } from '#libs/fleet/effective-order.js';
import { foldServer } from '#libs/fleet/fold.js';
import { decode } from '#libs/formats/formats.js';
import { certificate, EX01, happened, minute } from '../support/events.js';
import { A, arrived, B, C, defaultSmtp, inventory, overwritten, permutations, type History } from './history.js';

/**
 * Rule 4. An inventory shows all that it carries, at its instant. What it shows and no record explains is drift: changed by unknown, between two
 * instants, until the record arrives. What happened at its very instant may or may not be in it.
 */
const ITC = 'internalTransportCertificate';

function drift({ events, sightings }: History) {
  return [...driftsOnServer(EX01, inEffectiveOrder(events, sightings), new Set(events.map((event) => event.position)))];
}

function ambiguous({ events, sightings }: History) {
  return ambiguitiesOnServer(EX01, inEffectiveOrder(events, sightings));
}

describe('given an inventory, and a change that is older and arrives later', () => {
  test('then it alters what was so before the inventory, not after', () => {
    const history = arrived([inventory(A, 0), inventory(A, 30), overwritten(B, 10)]);
    expect([5, 15, 35].map((minutes) => defaultSmtp(history, { asOf: minute(minutes) }))).toEqual([A, B, A]);
  });

  test('then what an inventory does not carry stays as the change left it', () => {
    const roles = happened('inventory.observed', { fqdn: EX01, roles: ['Mailbox'] }, { occurredAt: minute(30) });
    expect(defaultSmtp(arrived([inventory(A, 0), roles, overwritten(B, 10)]))).toBe(B);
  });
});

describe('given an inventory that shows what nobody reported', () => {
  const before = inventory(A, 0);
  const after = inventory(B, 30);

  test('then that is drift, between the last word before and the inventory', () => {
    expect(drift(arrived([before, after]))).toEqual([[2, [{ path: ITC, since: minute(0), until: minute(30) }]]]);
  });

  test('when the record of it arrives later, then it is explained, and what was known before is still drift', () => {
    const history = arrived([before, after, overwritten(B, 20, { actor: 'CONTOSO\\jo' })]);
    expect(drift(history)).toEqual([]);
    expect(drift({ events: history.events.slice(0, 2) })).toHaveLength(1);
    expect([15, 25].map((minutes) => defaultSmtp(history, { asOf: minute(minutes) }))).toEqual([A, B]);
  });

  test('when a record of something else arrives, then the rest is still drift, from that record on', () => {
    const history = arrived([before, after, overwritten(C, 20)]);
    expect(drift(history)).toEqual([[2, [{ path: ITC, since: minute(20), until: minute(30) }]]]);
  });

  test('then the order of arrival has no say', () => {
    for (const events of permutations([before, after, overwritten(B, 20)])) expect(drift(arrived(events))).toEqual([]);
  });

  test('then it has no effect on drift that Exchange calls a certificate invalid when its time is over', () => {
    const seen = (status: 'Valid' | 'DateInvalid', minutes: number) =>
      happened(
        'inventory.observed',
        { fqdn: EX01, certificates: [certificate('A', { status })], complete: ['certificates'] },
        { occurredAt: minute(minutes) },
      );
    expect(drift(arrived([seen('Valid', 0), seen('DateInvalid', 30)]))).toEqual([]);
  });
});

describe('given a change in the very second of an inventory', () => {
  test('when the inventory does not show it, then it is taken to have come after, and both are candidates', () => {
    const history = arrived([inventory(A, 10), overwritten(B, 10)]);
    expect(defaultSmtp(history)).toBe(B);
    expect(ambiguous(history)).toEqual([
      { path: ITC, at: '2026-06-01T00:10:00Z', positions: [1, 2], candidates: [B, A] },
    ]);
  });

  test('when the inventory shows it already, then there is no doubt', () => {
    expect(ambiguous(arrived([inventory(B, 10), overwritten(B, 10)]))).toEqual([]);
  });

  test('when it came a second later, then there is no doubt', () => {
    expect(ambiguous(arrived([inventory(A, 10), overwritten(B, 10 + 1 / 60)]))).toEqual([]);
  });
});

describe('given a list that an inventory does not name in full', () => {
  const store = (letters: string, minutes: number, complete: readonly string[]) =>
    happened(
      'inventory.observed',
      { fqdn: EX01, certificates: [...letters].map((letter) => certificate(letter)), complete },
      { occurredAt: minute(minutes) },
    );
  const held = (history: History) =>
    foldServer(EX01, history)
      .state.server.certificates?.map(({ thumbprint }) => thumbprint.at(0))
      .join('');

  test('then what it does not name is not gone; only one that says that it is complete takes away', () => {
    expect(held(arrived([store('ABC', 0, ['certificates']), store('A', 10, [])]))).toBe('ABC');
    expect(held(arrived([store('ABC', 0, ['certificates']), store('A', 10, ['certificates'])]))).toBe('A');
    expect(drift(arrived([store('ABC', 0, ['certificates']), store('A', 10, [])]))).toEqual([]);
  });
});

const FORMATS = new URL('../../libs/formats/', import.meta.url);
const SAMPLES = readdirSync(FORMATS, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\/sample[^/]*$/.test(path))
  .sort();

describe('given a file that was cut off', () => {
  const CUTS = Array.from({ length: 24 }, (_, cut) => (cut + 1) / 25);
  const LISTS = ['certificates', 'receiveConnectors', 'iisBindings'] as const;

  /** Of each server and list that are said to be complete, how many items are named. */
  function completeLists(bytes: Uint8Array): ReadonlyMap<string, number> {
    const decoded = decode(bytes);
    if (!decoded.ok) return new Map();
    return new Map(
      decoded.report.servers.flatMap(({ server, complete }) =>
        LISTS.filter((key) => complete.includes(key)).map(
          (key) => [nameOf(server, key), server[key]?.length ?? 0] as const,
        ),
      ),
    );
  }

  function nameOf({ fqdn, netbiosName }: PartialServer, key: string): string {
    return JSON.stringify([fqdn ?? netbiosName ?? null, key]);
  }

  test.each(SAMPLES)('%s: then no list of it reads as complete with less in it', (path) => {
    const bytes = new Uint8Array(readFileSync(new URL(path, FORMATS)));
    const whole = completeLists(bytes);
    for (const cut of CUTS) {
      const left = completeLists(bytes.slice(0, Math.floor(bytes.length * cut)));
      for (const [list, items] of left) expect([cut, list, items]).toEqual([cut, list, whole.get(list)]);
    }
  });

  test('some samples have complete lists, else this would show nothing', () => {
    const complete = SAMPLES.filter(
      (path) => completeLists(new Uint8Array(readFileSync(new URL(path, FORMATS)))).size > 0,
    );
    expect(complete.length).toBeGreaterThan(1);
  });
});
