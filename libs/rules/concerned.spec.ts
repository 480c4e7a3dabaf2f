import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FleetDocument, Organization, Server } from '#libs/fleet/document.js';
import { knobsOf } from '#libs/selection/policy.js';
import { serverFacts } from '#libs/selection/server-facts.js';
import { anyFleetOfMany, anyNeighbourhood } from '../../test/support/any-plan.js';
import { AT, edge01, ex01, ex02, frontend, organization, PUB26, SELF, sender } from '../../test/support/fixture.js';
import { concernedServers, type NeighbourChange } from './concerned.js';
import type { Finding } from './finding.js';
import { findings } from './findings.js';
import { fleetOf } from './fleet.js';
import { neighbourOf } from './neighbour.js';
import { share } from '../../test/support/share.js';

/** What became of the servers of one document in another one of the same organization. */
function changesBetween(before: readonly Server[], after: readonly Server[], around?: Organization) {
  const neighbour = (server: Server) => neighbourOf(serverFacts(server, around, knobsOf({})));
  const kept = new Set(before.filter((server) => after.includes(server)));
  const names = new Set([...before, ...after].filter((server) => !kept.has(server)).map(({ fqdn }) => fqdn));
  const changed: NeighbourChange[] = [...names].map((name) => {
    const [former, latter] = [before, after].map((servers) => servers.find(({ fqdn }) => fqdn === name));
    return {
      ...(former === undefined ? {} : { before: neighbour(former) }),
      ...(latter === undefined ? {} : { after: neighbour(latter) }),
    };
  });
  const [one, other] = [before, after].map((servers) => fleetOf(servers.map(neighbour), around));
  if (one === undefined || other === undefined) throw new Error('two fleets');
  return { kept, concerned: concernedServers(one, other, changed) };
}

/** Those among the servers that did not change which have to be asked again. */
function others(before: readonly Server[], after: readonly Server[], around: Partial<Organization> = {}): string[] {
  const { kept, concerned } = changesBetween(before, after, organization(around));
  return [...kept].map(({ fqdn }) => fqdn).filter((fqdn) => concerned.has(fqdn));
}

const issued = PUB26.thumbprint;
const overwritten = { internalTransportCertificate: issued };

describe('the servers that a change elsewhere concerns', () => {
  test('none, where a server changes that nobody shares anything with', () => {
    const still = ex02();
    expect(others([ex01(), still], [ex01({ popSettings: null }), still])).toEqual([]);
  });

  test('those that share its internal transport certificate now', () => {
    const still = ex02({ internalTransportCertificate: issued });
    const edge = edge01();
    expect(others([ex01(), still, edge], [ex01(overwritten), still, edge])).toEqual(['ex02.contoso.com']);
  });

  test('those that shared it before, and those that share it with one that becomes an Edge', () => {
    const still = ex02({ internalTransportCertificate: issued });
    expect(others([ex01(overwritten), still], [ex01(), still])).toEqual(['ex02.contoso.com']);
    const edge = ex01({ ...overwritten, roles: ['EdgeTransport'] });
    expect(others([ex01(overwritten), still], [edge, still])).toEqual(['ex02.contoso.com']);
  });

  test('every server that is not self-signed inside, once some are and some are not', () => {
    const still = ex02({ internalTransportCertificate: issued, adSite: 'BER' });
    const edge = edge01({ internalTransportCertificate: issued, certificates: [PUB26] });
    const before = [ex01({ internalTransportCertificate: null }), still, edge];
    expect(others(before, [ex01(), still, edge])).toEqual(['ex02.contoso.com']);
    expect(others([ex01(), still, edge], [ex01({ internalTransportCertificate: null }), still, edge])).toEqual([
      'ex02.contoso.com',
    ]);
  });

  test('the members of its pools', () => {
    const still = ex02();
    const apart = ex02({ fqdn: 'ex03.contoso.com', netbiosName: 'EX03', internalTransportCertificate: null });
    const pools = [{ name: 'mail.contoso.com', members: ['EX01', 'ex02.contoso.com'] }, { members: ['ex03'] }];
    expect(others([ex01(), still, apart], [ex01({ iisBindings: [] }), still, apart], { pools })).toEqual([
      'ex02.contoso.com',
    ]);
  });

  test('a server whose NetBIOS name another server takes as its FQDN, and the pool that it leaves', () => {
    const named = ex02({ fqdn: 'mail', netbiosName: null });
    const still = ex01({ netbiosName: 'MAIL' });
    const member = ex02();
    const pools = [{ members: ['mail', 'ex02.contoso.com'] }];
    expect(others([still, member], [still, member, named], { pools }).sort()).toEqual([
      'ex01.contoso.com',
      'ex02.contoso.com',
    ]);
  });

  test('an Edge that a subscription names no more', () => {
    const edge = edge01({ netbiosName: 'EDGE' });
    const edgeSubscriptions = [{ edgeServer: 'EDGE', adSite: 'AMS' }];
    const other = edge01({ fqdn: 'edge', netbiosName: null });
    expect(others([edge], [edge, other], { edgeSubscriptions })).toEqual(['edge01.contoso.com']);
  });

  test('a source server that a Send connector names no more', () => {
    const still = ex01({ netbiosName: 'MAIL' });
    const sendConnectors = [sender({ sourceServers: ['mail'] })];
    const named = ex02({ fqdn: 'mail', netbiosName: null });
    expect(others([still], [still, named], { sendConnectors })).toEqual(['ex01.contoso.com']);
  });

  test('one whose hybrid connector has the name that a server gets, or loses', () => {
    const capable = frontend({ fqdn: 'ex02.contoso.com', tlsDomainCapabilities: ['mail.protection.outlook.com:x'] });
    const still = ex01({ receiveConnectors: [capable] });
    expect(others([still], [still, ex02()])).toEqual(['ex01.contoso.com']);
    expect(others([still, ex02()], [still])).toEqual(['ex01.contoso.com']);
    const pinned = ex01({ receiveConnectors: [{ ...capable, tlsCertificateName: '<I>CN=a<S>CN=b' }] });
    expect(others([pinned], [pinned, ex02()])).toEqual([]);
  });

  test('an Edge, or a server of 2010, with a certificate that bears the name that a server gets', () => {
    const named = ex02({ fqdn: 'mail.contoso.com', netbiosName: 'MAIL', internalTransportCertificate: null });
    const edge = edge01({ certificates: [PUB26] });
    const old = ex01({ version: '2010' });
    const still = ex02();
    expect(others([edge, old, still], [edge, old, still, named])).toEqual(['edge01.contoso.com', 'ex01.contoso.com']);
  });

  test('one that has in its store what another takes as its internal transport certificate', () => {
    const spare = { ...SELF, thumbprint: PUB26.thumbprint };
    const still = ex01({ certificates: [SELF, spare] });
    const other = ex02({ internalTransportCertificate: null });
    expect(others([still, other], [still, ex02({ internalTransportCertificate: spare.thumbprint })])).toEqual([
      'ex01.contoso.com',
    ]);
    const foreign = ex01({ certificates: [SELF, { ...spare, subject: 'CN=x', subjectAlternativeNames: [] }] });
    expect(others([foreign, other], [foreign, ex02({ internalTransportCertificate: spare.thumbprint })])).toEqual([]);
  });

  test('the source servers of a Send connector with such a name', () => {
    const still = ex01();
    const sendConnectors = [sender({ fqdn: 'EX02.contoso.com.' })];
    expect(others([still], [still, ex02()], { sendConnectors })).toEqual(['ex01.contoso.com']);
  });

  test('findings of all others are what they were', () => {
    fc.assert(
      fc.property(
        anyFleetOfMany,
        anyNeighbourhood,
        fc.infiniteStream(fc.constantFrom('kept', 'changed', 'gone')),
        (document, latter, dice) => {
          const before = document.servers ?? [];
          const changed = new Map(latter.map((server) => [server.fqdn, server]));
          const after = before.flatMap((server) => {
            const fate = dice.next().value;
            if (fate === 'gone') return [];
            return [(fate === 'changed' ? changed.get(server.fqdn) : undefined) ?? server];
          });
          // What is left of the others has come.
          for (const server of latter) {
            if (!before.some(({ fqdn }) => fqdn === server.fqdn) && dice.next().value === 'changed') after.push(server);
          }
          const { kept, concerned } = changesBetween(before, after, document.organization);
          const [former, newer] = [findingsByServer(document), findingsByServer({ ...document, servers: after })];
          for (const { fqdn } of kept) {
            if (!concerned.has(fqdn.toLowerCase())) expect(newer.get(fqdn)).toEqual(former.get(fqdn));
          }
        },
      ),
      { numRuns: share(1000) },
    );
  });
});

function findingsByServer(document: FleetDocument): ReadonlyMap<string, readonly Finding[]> {
  const found = new Map((document.servers ?? []).map(({ fqdn }) => [fqdn, new Array<Finding>()]));
  for (const finding of findings(document, AT)) found.get(finding.server)?.push(finding);
  return found;
}
