import { expect, test } from '@jest/globals';
import { certificate, EX01, happened, thumbprint } from '../../test/support/events.js';
import { decidableServer } from './decidable-server.js';
import { evolveServer } from './evolve.js';
import { unknownServer } from './state.js';

const enabled = happened('certificate.enabled', { thumbprint: thumbprint('A'), services: ['SMTP'], answer: 'yes' });

test('a store of which only parts are known decides nothing', () => {
  const state = evolveServer(unknownServer(EX01), enabled);
  expect(decidableServer(state)).toEqual({ fqdn: EX01, internalTransportCertificate: thumbprint('A') });
});

test('services of which only some are known decide nothing', () => {
  const exported = { thumbprint: thumbprint('A'), hasPrivateKey: true };
  const inventory = happened('inventory.observed', {
    certificates: [exported, certificate('B', { services: ['IIS'] })],
    complete: ['certificates'],
  });
  const state = evolveServer(evolveServer(unknownServer(EX01), inventory), enabled);
  expect(state.server.certificates?.[0]?.services).toEqual(['SMTP']);
  expect(decidableServer(state).certificates).toEqual([exported, certificate('B', { services: ['IIS'] })]);
});

test('what is known in full decides as it is', () => {
  const inventory = happened('inventory.observed', { certificates: [certificate('A')], complete: ['certificates'] });
  const state = evolveServer(evolveServer(unknownServer(EX01), inventory), enabled);
  expect(decidableServer(state)).toEqual(state.server);
});
