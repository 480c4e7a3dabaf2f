import { expect, test } from '@jest/globals';
import { certificate, EX01, happened, thumbprint } from '../../test/support/events.js';
import type { FleetEvent } from '#libs/fleet/event.js';
import { evolveServer } from '#libs/fleet/evolve.js';
import { unknownServer } from '#libs/fleet/state.js';
import { selectionsOf } from './selections-of.js';

const at = '2026-06-01T00:00:00.000Z';
const server = happened('server.observed', { fqdn: EX01, netbiosName: 'EX01', version: '2019', roles: ['Mailbox'] });
const imported = happened('certificate.imported', {
  certificate: 'read already',
  facts: certificate('A', {
    subject: `CN=${EX01}`,
    subjectAlternativeNames: [EX01],
    version: 3,
    extendedKeyUsages: null,
    isSelfSigned: true,
  }),
  hasPrivateKey: true,
});
const enabled = happened('certificate.enabled', { thumbprint: thumbprint('A'), services: ['SMTP'], answer: 'force' });
const connector = happened('receive-connector.configured', {
  name: 'Default Frontend EX01',
  enabled: true,
  authMechanism: ['Tls'],
  fqdn: EX01,
  tlsCertificateName: null,
});

function answers(...events: readonly FleetEvent[]) {
  const state = events.reduce((before, event) => evolveServer(before, event), unknownServer(EX01));
  return new Map(selectionsOf(state, {}, { at }).map((one) => [one.endpoint, one]));
}

test('of a store known by single changes only, a certificate that is there is presented by its thumbprint for certain', () => {
  expect(answers(server, imported, enabled).get('internal-transport')).toMatchObject({
    outcome: 'PRESENTED',
    thumbprint: thumbprint('A'),
    certainty: 'high',
    notes: [],
  });
});

test('… and by name only with low certainty, for another one may go before it', () => {
  expect(answers(server, imported, enabled, connector).get('receive:Default Frontend EX01:starttls')).toMatchObject({
    outcome: 'PRESENTED',
    thumbprint: thumbprint('A'),
    certainty: 'low',
    notes: ['FACT_UNKNOWN'],
  });
});

test('… and what is not there is unknown, not missing', () => {
  const elsewhere = happened('receive-connector.configured', { ...connector.data, fqdn: 'mail.contoso.com' });
  expect(answers(server, imported, enabled, elsewhere).get('receive:Default Frontend EX01:starttls')).toMatchObject({
    outcome: 'INDETERMINATE',
    thumbprint: null,
  });
  const overwritten = happened('default-smtp-certificate.overwritten', { current: thumbprint('B') });
  expect(answers(server, imported, overwritten).get('internal-transport')?.outcome).toBe('INDETERMINATE');
});

test('an export that lists the store with its state decides as it is', () => {
  const inventory = happened('inventory.observed', { certificates: [certificate('A')] });
  const missing = happened('default-smtp-certificate.overwritten', { current: thumbprint('B') });
  expect(answers(server, inventory, missing).get('internal-transport')).toMatchObject({
    outcome: 'NOT_ADVERTISED',
    events: [12013],
  });
});
