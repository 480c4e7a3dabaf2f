import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalText } from '#libs/fleet/canonical.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { Organization, Server } from '#libs/fleet/document.js';
import { findingIdentity } from '#libs/rules/finding.js';
import { findings } from '#libs/rules/findings.js';
import { anyFleet } from '../../test/support/any-fleet.js';
import {
  AT,
  ex01,
  ex02,
  fleet,
  frontend,
  organization,
  PIN,
  PUB25,
  PUB26,
  PUBX,
  SELF,
} from '../../test/support/fixture.js';
import { findingRanges, MOST_INSTANTS, type FindingRange } from './finding-ranges.js';
import { findingsOf, surroundingsOf } from './findings-of.js';
import { judgedNeighbour } from './judged-server.js';
import { share } from '../../test/support/share.js';

const NOW = Date.parse(AT);
const DAY = 24 * 60 * 60 * 1000;

function known(server: Server, partial: readonly string[] = []) {
  return { server, partial };
}

function around(servers: readonly Server[], of: Organization = organization()) {
  return surroundingsOf(
    servers.map((server) => judgedNeighbour(known(server))),
    of,
  );
}

function rangesOf(server: Server, id: string, now = NOW): readonly Omit<FindingRange, 'finding'>[] {
  return findingRanges(known(server), around([server]), now)
    .filter(({ finding }) => finding.id === id)
    .map(({ finding: _, ...range }) => range);
}

/** EX01 with this certificate on Default Web Site. */
function presenting(certificate: Certificate, more: Partial<Server> = {}): Server {
  const { iisBindings } = ex01();
  return ex01({
    certificates: [SELF, certificate],
    iisBindings: (iisBindings ?? []).map((binding) =>
      binding.site === 'Default Web Site' ? { ...binding, thumbprint: certificate.thumbprint } : binding,
    ),
    ...more,
  });
}

describe('the ranges of findings', () => {
  test('begin ahead where time alone will break something', () => {
    expect(rangesOf(presenting(PUB25), 'RO-13')).toEqual([
      { subject: '', standsFrom: '2026-06-15T00:00:00.000Z', standsUntil: null },
    ]);
  });

  test('begin now for what stands, from the very instant of expiry on', () => {
    const expiry = Date.parse('2026-06-15T00:00:00Z');
    expect(rangesOf(presenting(PUB25), 'RO-13', expiry)).toMatchObject([
      { standsFrom: '2026-06-15T00:00:00.000Z', standsUntil: null },
    ]);
    expect(rangesOf(presenting(PUB25), 'RO-13', expiry - 1)).toMatchObject([
      { standsFrom: '2026-06-15T00:00:00.000Z' },
    ]);
  });

  test('end where time alone mends it', () => {
    const early = { ...PUB26, notBefore: '2026-07-01T00:00:00Z', notAfter: '2027-07-01T00:00:00Z' };
    const pinned = presenting(PUB26, {
      certificates: [SELF, { ...PUB25, notAfter: '2027-08-01T00:00:00Z' }, early],
      receiveConnectors: [frontend({ tlsCertificateName: PIN })],
    });
    const [first, ...others] = rangesOf(pinned, 'RO-18');
    expect(first).toMatchObject({ standsFrom: '2026-06-01T00:00:00.000Z', standsUntil: '2026-07-01T00:00:00.000Z' });
    expect(others.length).toBeGreaterThan(0);
  });

  test('begin when it is less than 60 days to the end of a pinned certificate, not when it is 60', () => {
    const leaving = { ...PUB25, notAfter: '2026-09-01T00:00:00Z' };
    const server = ex01({
      certificates: [SELF, leaving, PUBX],
      receiveConnectors: [frontend({ tlsCertificateName: PIN })],
    });
    const near = Date.parse('2026-09-01T00:00:00Z') - 60 * DAY;
    const [first] = rangesOf(server, 'RO-19');
    expect(first?.standsFrom).toBe(new Date(near + 1).toISOString());
    expect(rangesOf(server, 'RO-19', near)[0]?.standsFrom).toBe(new Date(near + 1).toISOString());
    expect(rangesOf(server, 'RO-19', near + 1)[0]?.standsFrom).toBe(new Date(near + 1).toISOString());
  });

  test('split where the finding says something else, without a gap', () => {
    const server = ex01({
      certificates: [SELF, { ...PUB25, notAfter: '2026-07-01T00:00:00Z' }, PUBX],
      receiveConnectors: [frontend({ tlsCertificateName: PIN })],
    });
    const [before, after] = findingRanges(known(server), around([server]), NOW).filter(
      ({ finding }) => finding.id === 'RO-19',
    );
    expect(before?.finding.summary).toContain('expires on');
    expect(after?.finding.summary).toContain('expired on');
    expect(before?.standsUntil).toBe('2026-07-01T00:00:00.000Z');
    expect(after?.standsFrom).toBe('2026-07-01T00:00:00.000Z');
  });

  test('name the certificate that is part of the identity of a finding', () => {
    const weak = presenting({ ...PUB26, keySize: 1024 });
    expect(rangesOf(weak, 'RO-28').map(({ subject }) => subject)).toEqual([PUB26.thumbprint]);
  });

  test('are followed through the nearest instants only, however many a store has', () => {
    const many = Array.from({ length: 2 * MOST_INSTANTS }, (_, n) => ({
      ...PUB25,
      thumbprint: n.toString(16).toUpperCase().padStart(40, '0'),
      notAfter: new Date(NOW + (n + 100) * DAY).toISOString(),
    }));
    const server = ex01({ certificates: [SELF, ...many], receiveConnectors: [frontend({ tlsCertificateName: PIN })] });
    const instants = new Set(findingRanges(known(server), around([server]), NOW).map(({ standsFrom }) => standsFrom));
    expect(instants.size).toBeGreaterThan(1);
    expect(instants.size).toBeLessThanOrEqual(MOST_INSTANTS + 1);
  });

  test('hold at each instant exactly what the rules find at that instant, whatever the fleet', () => {
    let found = 0;
    fc.assert(
      fc.property(anyFleet, fc.integer({ min: -200, max: 500 }), ({ servers = [], organization: of }, days) => {
        const surroundings = around(servers, of);
        const now = NOW + days * DAY;
        for (const server of servers) {
          const ranges = findingRanges(known(server), surroundings, now);
          const judged = findingsOf(known(server), surroundings);
          const bounds = ranges.flatMap(({ standsFrom, standsUntil }) => [standsFrom, standsUntil ?? []].flat());
          const ends = [...bounds.map((text) => Date.parse(text)), now + 90 * DAY, now + 1000 * DAY];
          for (const instant of new Set(ends.flatMap((end) => [end - 1, end]).filter((one) => one >= now))) {
            const at = new Date(instant).toISOString();
            const held = ranges
              .filter(({ standsFrom, standsUntil }) => standsFrom <= at && (standsUntil === null || at < standsUntil))
              .map(({ finding }) => finding);
            const wanted = judged.at(instant);
            found += wanted.length;
            expect(held.map(canonicalText).sort()).toEqual(wanted.map(canonicalText).sort());
          }
        }
      }),
      { numRuns: share(300) },
    );
    expect(found).toBeGreaterThan(share(300, 1));
  });
});

describe('a judged server', () => {
  test('whose lists are all known whole has the findings of the fleet document', () => {
    const servers = [presenting(PUB25), ex02()];
    const document = fleet(servers);
    const judged = servers.flatMap((server) => findingsOf(known(server), around(servers)).at(NOW + 30 * DAY));
    const plain = findings(document, NOW + 30 * DAY);
    expect(plain.length).toBeGreaterThan(0);
    expect(judged.map(findingIdentity)).toEqual(plain.map(findingIdentity));
  });

  test('of which not every binding is known is told what is wrong with those that are, not what may be missing', () => {
    const server = presenting(PUB25, {
      virtualDirectories: [{ kind: 'owa', internalUrl: 'https://owa.fabrikam.com/owa', externalUrl: null }],
    });
    const bare = { ...server, iisBindings: (server.iisBindings ?? []).filter(({ port }) => port === 443) };
    const later = Date.parse('2026-06-20T00:00:00Z');
    const ids = (partial: readonly string[]) =>
      findingsOf(known(bare, partial), around([bare]))
        .at(later)
        .map(({ id }) => id);
    expect(ids([])).toEqual(expect.arrayContaining(['RO-12', 'RO-13', 'RO-14']));
    expect(ids(['iisBindings'])).toContain('RO-13');
    expect(ids(['iisBindings'])).not.toContain('RO-12');
    expect(ids(['iisBindings'])).not.toContain('RO-14');
    expect(judgedNeighbour(known(bare)).front).not.toBeNull();
    expect(judgedNeighbour(known(bare, ['iisBindings'])).front).toBeNull();
  });

  test('of whose store only parts are known is not told what is missing in it', () => {
    const server = ex01({
      receiveConnectors: [frontend({ tlsCertificateName: '<I>CN=Nobody<S>CN=mail.contoso.com' })],
    });
    const ids = (partial: readonly string[]) =>
      findingsOf(known(server, partial), around([server]))
        .at(NOW)
        .map(({ id }) => id);
    expect(ids([])).toContain('RO-17');
    expect(ids(['certificates'])).not.toContain('RO-17');
  });
});
