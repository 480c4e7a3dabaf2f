import { X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { ambiguitiesOnOrganization, ambiguitiesOnServer } from '#libs/fleet/ambiguous.js';
import { contradictions, PARTS_OF_SERVER } from '#libs/fleet/parts.js';
import { inEffectiveOrder } from '#libs/fleet/effective-order.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { evolveServer } from '#libs/fleet/evolve.js';
import { observe } from '#libs/fleet/observe.js';
import { streamOf } from '#libs/fleet/source.js';
import { unknownServer } from '#libs/fleet/state.js';
import { decode } from '#libs/formats/formats.js';
import type { Report } from '#libs/formats/report.js';
import { recorded } from '../../../test/support/events.js';
import { makeDemo, type Demo } from './demo.js';
import type { DemoFile } from './files.js';
import { TOLD_LAST } from './stories/told-late.js';

function reportOf(file: DemoFile): Report {
  const decoded = decode(new TextEncoder().encode(file.text));
  if (!decoded.ok) throw new Error(`${file.name}: ${decoded.refusal.message}`);
  return decoded.report;
}

/** What the worker would record of a file. */
function eventsOf(file: DemoFile, from: string): readonly FleetEvent[] {
  const { server, observedAt = from } = file;
  return observe(reportOf(file), { organization: 'default', observedAt, ...(server === undefined ? {} : { server }) })
    .events;
}

const DAY_MS = 86_400_000;

describe.each(['2026-11-24T10:00:00.000Z', '2028-02-29T23:59:00.000Z', '2031-03-01T00:00:00.000Z'])(
  'the demo, started at %s',
  (from) => {
    let demo: Demo;
    beforeAll(async () => {
      demo = await makeDemo(from);
    });

    test('is thirty-odd files, numbered as they are sent, and the one that was found late is the last', () => {
      const names = demo.files.map(({ name }) => name);
      expect(names).toHaveLength(31);
      expect(names).toEqual([...names].sort());
      expect(names.at(-1)).toBe(`31-${TOLD_LAST}`);
    });

    test('is read without a refusal, in six formats; the only warning is that a log holds no certificates', () => {
      const reports = demo.files.map((file) => [file.name, reportOf(file)] as const);
      expect([...new Set(reports.map(([, { format }]) => format))].sort()).toEqual([
        'admin-audit-log',
        'certificate',
        'cloudevents',
        'fleet-document',
        'smtp-protocol-log',
        'windows-event',
      ]);
      const warned = reports.flatMap(([name, { warnings }]) => warnings.map(({ message }) => `${name}: ${message}`));
      expect(warned).toEqual([
        expect.stringMatching(
          /^\d\d-audit-log-oauth\.xml: New-ExchangeCertificate: the log does not hold the certificate/,
        ),
      ]);
    });

    test('happens in the eighteen months before the start, none of it later', () => {
      const instants = demo.files
        .flatMap((file) => eventsOf(file, from))
        .map(({ occurredAt }) => Date.parse(occurredAt));
      expect(instants.every((instant) => !Number.isNaN(instant))).toBe(true);
      expect(Math.max(...instants)).toBeLessThan(Date.parse(from));
      expect(Math.min(...instants)).toBeGreaterThan(Date.parse(from) - 550 * DAY_MS);
      expect(Math.min(...instants)).toBeLessThan(Date.parse(from) - 540 * DAY_MS);
    });

    test('has real certificates, signed by whom they name, and no private key in any file', () => {
      const texts = demo.files.map(({ text }) => text).join('\n');
      expect(texts).not.toContain('PRIVATE KEY');
      const pems =
        texts.replaceAll('\\n', '\n').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
      const certificates = [...new Set(pems)].map((pem) => new X509Certificate(pem));
      expect(certificates.length).toBeGreaterThan(12);
      for (const certificate of certificates) {
        const isSelfSigned = certificate.subject === certificate.issuer;
        expect([certificate.subject, certificate.verify(certificate.publicKey)]).toEqual([
          certificate.subject,
          isSelfSigned,
        ]);
      }
    });

    test('gives each event an id of its own', () => {
      const ids = demo.files.flatMap((file) => eventsOf(file, from)).map(({ source, id }) => `${source} ${id}`);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test('tells one truth: inventories show what the logs and events led to, and nothing else', () => {
      expect(surprises(demo.files, from)).toEqual([]);
    });

    test('leaves one change unexplained as long as the last file is missing', () => {
      const found = surprises(demo.files.slice(0, -1), from);
      expect(new Set(found.map(({ server }) => server))).toEqual(new Set(['ex08']));
      expect(found.map(({ path }) => path)).toEqual(
        expect.arrayContaining([
          'internalTransportCertificate',
          expect.stringMatching(/^iisBindings\/.*443/),
          expect.stringMatching(/^certificates\//),
        ]),
      );
    });

    test('leaves nothing in doubt: no two of its sources speak of one thing in one second', () => {
      const streams = new Map<string, FleetEvent[]>();
      for (const event of demo.files.flatMap((file) => eventsOf(file, from))) {
        const found = streamOf(event);
        const stream = found.ok ? found.stream : '';
        streams.set(stream, [...(streams.get(stream) ?? []), event]);
      }
      for (const [stream, events] of streams) {
        const entries = inEffectiveOrder(recorded(events, { recordedAt: '2100-01-01T00:00:00.000Z' }));
        const doubts = /^server:/.test(stream)
          ? ambiguitiesOnServer(stream, entries)
          : ambiguitiesOnOrganization(entries);
        expect([stream, doubts]).toEqual([stream, []]);
      }
    });

    test('asks with thumbprints and days of its own', () => {
      const commands = demo.questions.flatMap((question) => question.commands);
      expect(commands.length).toBeGreaterThan(10);
      for (const command of commands) {
        const thumbprint = /-Thumbprint (\S+)/.exec(command)?.[1];
        if (thumbprint !== undefined) expect(demo.files.some(({ text }) => text.includes(thumbprint))).toBe(true);
        const asOf = /--as-of (\S+)/.exec(command)?.[1];
        if (asOf !== undefined) expect(Date.parse(asOf)).toBeLessThan(Date.parse(from));
      }
      expect(demo.questions.filter(({ first }) => first)).toHaveLength(3);
    });
  },
);

test('two makings differ in thumbprints only', async () => {
  const from = '2026-11-24T10:00:00.000Z';
  const [one, other] = [await makeDemo(from), await makeDemo(from)];
  const thumbprints = /\b[0-9A-F]{40}\b/g;
  const texts = ({ files }: Demo) => files.filter(({ name }) => /\.xml$/.test(name)).map(({ text }) => text);
  expect(texts(one)).not.toEqual(texts(other));
  expect(texts(one).map((text) => text.replace(thumbprints, ''))).toEqual(
    texts(other).map((text) => text.replace(thumbprints, '')),
  );
});

interface Surprise {
  readonly server: string;
  readonly path: string;
}

/**
 * What inventories show that nothing before them explains. Exchange itself brings the OAuth certificate to the servers, and what is past its
 * date is called so: neither is told by anybody.
 */
function surprises(files: readonly DemoFile[], from: string): readonly Surprise[] {
  const events = files.flatMap((file) => eventsOf(file, from));
  const servers = new Map<string, FleetEvent[]>();
  for (const event of events) {
    const stream = streamOf(event);
    const name = stream.ok ? (/^server:([^.]+)/.exec(stream.stream)?.[1] ?? null) : null;
    if (name !== null) servers.set(name, [...(servers.get(name) ?? []), event]);
  }
  return [...servers].flatMap(([server, own]) => {
    const found: Surprise[] = [];
    let state = unknownServer(`${server}.contoso.com`);
    for (const { event, at } of inEffectiveOrder(recorded(own, { recordedAt: '2100-01-01T00:00:00.000Z' }))) {
      const after = evolveServer(state, event, at);
      if (event.type === 'inventory.observed' && 'version' in event.data) {
        const unexplained = contradictions(PARTS_OF_SERVER, state, after).filter(
          (path) => !isToldByNobody(path, after.server.certificates ?? []),
        );
        found.push(...unexplained.map((path) => ({ server, path })));
      }
      state = after;
    }
    return found;
  });
}

function isToldByNobody(
  path: string,
  store: readonly { thumbprint: string; subject?: string | null; status?: string | null }[],
): boolean {
  const one = store.find(({ thumbprint }) => path === `certificates/${thumbprint}`);
  return one?.status === 'DateInvalid' || one?.subject === 'CN=Microsoft Exchange Server Auth Certificate';
}
