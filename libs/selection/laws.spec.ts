import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatInstant, knownInstant } from '#libs/certificates/instant.js';
import type { Certificate } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { FleetDocument, Server } from '#libs/fleet/document.js';
import { anyFleet, AT } from '../../test/support/any-fleet.js';
import { selectServer } from './select-server.js';
import { explain, select } from './select.js';
import type { Selection } from './selection.js';
import { serverNames } from './server-names.js';
import { share } from '../../test/support/share.js';

const RUNS = { numRuns: share(200) };

function law(claim: (fleet: FleetDocument) => void): void {
  fc.assert(fc.property(anyFleet, claim), RUNS);
}

function withServers(fleet: FleetDocument, change: (server: Server) => Server): FleetDocument {
  return { ...fleet, servers: (fleet.servers ?? []).map(change) };
}

function without(certificate: Certificate, key: keyof Certificate): Certificate {
  const { thumbprint, ...rest } = certificate;
  return { thumbprint, ...Object.fromEntries(Object.entries(rest).filter(([name]) => name !== key)) };
}

/** The answers with their candidates in one order. */
function inOneOrder(selections: readonly Selection[]): readonly Selection[] {
  return selections.map((selection) => ({
    ...selection,
    candidates: [...selection.candidates].sort((one, other) => (one.thumbprint < other.thumbprint ? -1 : 1)),
  }));
}

const shown = ({ server, endpoint, via, outcome, thumbprint, rule, events }: Selection) => ({
  ...{ server, endpoint, via, outcome, thumbprint, rule, events },
});

describe('laws of selection', () => {
  test('the order of the store never changes an answer', () => {
    law((fleet) => {
      const turned = withServers(fleet, (server) =>
        server.certificates ? { ...server, certificates: [...server.certificates].reverse() } : server,
      );
      expect(inOneOrder(select(turned, AT))).toEqual(inOneOrder(select(fleet, AT)));
    });
  });

  test('what was asked before of the same certificates never changes an answer', () => {
    law((fleet) => {
      const fresh = structuredClone(fleet);
      explain({ ...fleet, policy: { exchange2007Profile: 'single', pinFallback: 'fqdn' } }, AT);
      select(fleet, '2030-01-01T00:00:00Z');
      expect(explain(fleet, AT)).toEqual(explain(fresh, AT));
    });
  });

  test('a certificate that no selector meets changes nothing', () => {
    const stranger = {
      thumbprint: '9'.repeat(40),
      subject: 'CN=stranger.fabrikam.com',
      issuer: 'CN=Nobody',
      subjectAlternativeNames: [],
      services: ['SMTP', 'POP', 'IMAP'],
    } as const;
    law((fleet) => {
      const more = withServers(fleet, (server) =>
        server.certificates ? { ...server, certificates: [stranger, ...server.certificates] } : server,
      );
      expect(select(more, AT).map(shown)).toEqual(select(fleet, AT).map(shown));
    });
  });

  test('the case of names, pins and thumbprints never changes an answer', () => {
    const upper = (text: string | null | undefined) => text?.toUpperCase() ?? text;
    law((fleet) => {
      const loud = withServers(fleet, (server) => ({
        ...server,
        ...(server.internalTransportCertificate && {
          internalTransportCertificate: server.internalTransportCertificate.toLowerCase(),
        }),
        ...(server.certificates && {
          certificates: server.certificates.map((certificate) => ({
            ...certificate,
            thumbprint: certificate.thumbprint.toLowerCase(),
            ...('subject' in certificate && { subject: upper(certificate.subject) ?? null }),
            ...(certificate.subjectAlternativeNames && {
              subjectAlternativeNames: certificate.subjectAlternativeNames.map((name) => name.toUpperCase()),
            }),
          })),
        }),
        ...(server.receiveConnectors && {
          receiveConnectors: server.receiveConnectors.map((connector) => ({
            ...connector,
            ...('fqdn' in connector && { fqdn: upper(connector.fqdn) ?? null }),
            ...('tlsCertificateName' in connector && {
              tlsCertificateName: connector.tlsCertificateName?.toLowerCase() ?? null,
            }),
          })),
        }),
      }));
      expect(select(loud, AT)).toEqual(select(fleet, AT));
    });
  });

  test('every certificate is a candidate exactly once, and the one that is shown is selected', () => {
    law((fleet) => {
      const selections = select(fleet, AT);
      for (const { server, candidates, thumbprint } of selections) {
        const store = fleet.servers?.find(({ fqdn }) => fqdn === server)?.certificates ?? [];
        expect(candidates.map((candidate) => candidate.thumbprint)).toEqual(
          store.map((certificate) => normalizeThumbprint(certificate.thumbprint)),
        );
        const selected = candidates
          .filter(({ verdict }) => verdict === 'selected')
          .map((candidate) => candidate.thumbprint);
        expect(selected).toEqual(
          store.some((certificate) => certificate.thumbprint === thumbprint) ? [thumbprint] : [],
        );
        for (const candidate of candidates) {
          expect(new Set(candidate.reasons).size).toBe(candidate.reasons.length);
          if (candidate.verdict === 'rejected') expect(candidate.reasons.length).toBeGreaterThan(0);
        }
      }
    });
  });

  test('an answer that is open is low, shows nothing and names no change', () => {
    law((fleet) => {
      for (const selection of select(fleet, AT)) {
        expect(selection.notes.includes('FACT_UNKNOWN')).toBe(selection.outcome === 'INDETERMINATE');
        expect(new Set(selection.notes).size).toBe(selection.notes.length);
        if (selection.outcome !== 'INDETERMINATE') continue;
        expect(selection).toMatchObject({
          thumbprint: null,
          events: [],
          certainty: 'low',
          changesAt: null,
          smtpResponse: null,
        });
      }
    });
  });

  test('changesAt is the next change, by trying every boundary of the store', () => {
    law((fleet) => {
      const at = knownInstant(AT) ?? 0;
      const triple = ({ outcome, thumbprint, events }: Selection) => JSON.stringify([outcome, thumbprint, events]);
      const later = new Map<number, Selection[]>();
      select(fleet, AT).forEach((selection, index) => {
        if (selection.outcome === 'INDETERMINATE') return;
        const store = fleet.servers?.find(({ fqdn }) => fqdn === selection.server)?.certificates ?? [];
        const next = store
          .flatMap(({ notBefore, notAfter }) => [knownInstant(notBefore), knownInstant(notAfter)])
          .filter((instant) => instant !== undefined)
          .filter((instant) => instant > at)
          .sort((one, other) => one - other)
          .find((instant) => {
            if (!later.has(instant)) later.set(instant, select(fleet, instant));
            return triple(later.get(instant)?.[index] ?? selection) !== triple(selection);
          });
        expect([selection.endpoint, selection.changesAt]).toEqual([
          selection.endpoint,
          next === undefined ? null : formatInstant(next),
        ]);
      });
    });
  });

  test('an explanation is the answer with its path, and one step decides', () => {
    law((fleet) => {
      const explained = explain(fleet, AT);
      expect(explained.map(({ trace: _trace, ...answer }) => answer)).toEqual(select(fleet, AT));
      for (const { rule, trace } of explained) {
        expect(trace?.filter(({ decides }) => decides).map((step) => step.rule)).toEqual([rule]);
      }
    });
  });

  test('every sifting step keeps or drops exactly those that the one before it kept', () => {
    law((fleet) => {
      for (const { candidates, trace } of explain(fleet, AT)) {
        let running = candidates.map(({ thumbprint }) => thumbprint);
        for (const { kept, fell } of trace ?? []) {
          if (kept === undefined || fell === undefined) continue;
          expect([...kept, ...fell.map(({ thumbprint }) => thumbprint)].sort()).toEqual([...running].sort());
          for (const { reasons } of fell) expect(reasons.length).toBeGreaterThan(0);
          running = [...kept];
        }
      }
    });
  });

  test('one server alone answers as in its fleet', () => {
    law((fleet) => {
      const servers = fleet.servers ?? [];
      const names = serverNames(servers);
      const alone = servers.flatMap((server) =>
        selectServer(server, fleet.organization, { at: AT, policy: fleet.policy, names }),
      );
      expect(alone).toEqual(select(fleet, AT).filter(({ endpoint }) => !endpoint.startsWith('connection:')));
    });
  });

  test('knowing one more fact never contradicts a certain answer', () => {
    // An answer that was given without a fact stands for every value of it. The one exception is the rulebook's own (4.5): the status
    // of a self-signed certificate is not needed, though a pending request is rejected even if self-signed.
    const KEYS = ['hasPrivateKey', 'services', 'status', 'notBefore', 'notAfter', 'isSelfSigned', 'version'] as const;
    law((fleet) => {
      const known = select(fleet, AT);
      for (const key of KEYS) {
        const hidden = withServers(fleet, (server) => ({
          ...server,
          ...(server.certificates && {
            certificates: server.certificates.map((certificate, index) => {
              if (index > 0 || (key === 'status' && certificate.isSelfSigned === true)) return certificate;
              return without(certificate, key);
            }),
          }),
        }));
        select(hidden, AT).forEach((answer, index) => {
          const full = known[index];
          if (answer.outcome === 'INDETERMINATE' || full === undefined || full.outcome === 'INDETERMINATE') return;
          expect([key, answer.endpoint, answer.outcome, answer.thumbprint]).toEqual([
            key,
            full.endpoint,
            full.outcome,
            full.thumbprint,
          ]);
        });
      }
    });
  });
});
