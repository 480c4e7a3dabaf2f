import { describe, expect, test } from '@jest/globals';
import { ex01, PUB26, PUBX, SELF } from '../../test/support/fixture.js';
import { ranOn } from '../../test/support/scene.js';
import type { ImportCommand } from './command.js';

const IMPORT: ImportCommand = { cmdlet: 'Import-ExchangeCertificate', server: 'EX01', certificate: PUBX };

describe('Import-ExchangeCertificate', () => {
  test('adds the certificate at the end of the store without any service, and never asks (PR-8)', () => {
    const server = ex01();
    const ran = ranOn({ ...IMPORT, answer: 'yes' }, { server });
    expect(ran.server).toEqual({ ...server, certificates: [SELF, PUB26, { ...PUBX, services: [] }] });
    expect(ran).toMatchObject({ refused: null, prompts: [], notes: [], undecided: false });
  });

  test('knows that one of unknown services has none, and writes its thumbprint as answers do', () => {
    const certificate = { thumbprint: 'ab'.repeat(20) };
    const ran = ranOn({ ...IMPORT, certificate }, { server: ex01({ certificates: null }) });
    expect(ran.server?.certificates).toEqual([{ thumbprint: 'AB'.repeat(20), services: [] }]);
  });

  test('is refused for one that is there (IM-1)', () => {
    const server = ex01();
    const certificate = { ...PUBX, thumbprint: ` ${PUB26.thumbprint.toLowerCase()}` };
    const ran = ranOn({ ...IMPORT, certificate }, { server });
    expect(ran.refused?.rule).toBe('IM-1');
    expect(ran.server).toBe(server);
    expect(ran).toMatchObject({ prompts: [], notes: [], undecided: false });
  });

  test('leaves an unknown store as it is, undecided', () => {
    const server = ex01({ certificates: undefined });
    const ran = ranOn(IMPORT, { server });
    expect(ran.server).toBe(server);
    expect(ran).toMatchObject({ refused: null, prompts: [], notes: ['FACT_UNKNOWN'], undecided: true });
  });
});
