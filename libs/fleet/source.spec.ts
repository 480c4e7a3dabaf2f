import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CONTOSO_SOURCE, happened, thumbprint } from '../../test/support/events.js';
import { sourceOf, speakerOf, streamOf } from './source.js';

describe('sources', () => {
  test('are written as the contract says', () => {
    expect(sourceOf({ organization: 'contoso', server: 'EX01.contoso.com' })).toBe(
      '/organizations/contoso/servers/ex01.contoso.com',
    );
    expect(CONTOSO_SOURCE).toBe('/organizations/contoso');
  });

  test('are read back, whatever the names', () => {
    const name = fc.string({ minLength: 1, unit: 'grapheme' });
    fc.assert(
      fc.property(name, fc.option(name), (organization, server) => {
        const speaker = { organization, server: server?.toLowerCase() ?? null };
        expect(speakerOf(sourceOf(speaker))).toEqual(speaker);
      }),
    );
  });

  test('of another form are not understood', () => {
    for (const source of [
      '',
      '/orgs/contoso',
      '/organizations/',
      '/organizations/a/servers/',
      '/organizations/a/b/c',
    ]) {
      expect(speakerOf(source)).toBeNull();
    }
    expect(speakerOf('/organizations/100%/servers/a%2Fb%zz')).toEqual({ organization: '100%', server: 'a/b%zz' });
  });
});

describe('the stream of an event', () => {
  const removed = happened('certificate.removed', { thumbprint: thumbprint('A') });

  test('is that of the server of its source', () => {
    expect(streamOf(removed)).toEqual({ ok: true, stream: 'server:ex01.contoso.com' });
  });

  test('is the organization for what belongs to it, also when a server reports it', () => {
    expect(streamOf(happened('send-connector.removed', { name: 'Out' }))).toEqual({ ok: true, stream: 'organization' });
  });

  test('is that of the server observed, when the organization reports it', () => {
    const source = CONTOSO_SOURCE;
    expect(streamOf(happened('server.observed', { fqdn: 'EX02.contoso.com' }, { source }))).toEqual({
      ok: true,
      stream: 'server:ex02.contoso.com',
    });
    expect(streamOf(happened('inventory.observed', { name: 'contoso' }, { source }))).toEqual({
      ok: true,
      stream: 'organization',
    });
  });

  test('is missing where a server is needed and none is named', () => {
    expect(streamOf({ ...removed, source: CONTOSO_SOURCE })).toEqual({ ok: false, reason: 'server-not-named' });
    expect(streamOf({ ...removed, source: 'elsewhere' })).toEqual({ ok: false, reason: 'source-not-understood' });
  });
});
