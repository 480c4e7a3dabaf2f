import { expect, test } from '@jest/globals';
import { mailOnlyWarning, watchedRelayWarning } from './mail-flow.js';

test.each([
  [[], /nowhere/],
  [['email'], /by e-mail only/],
  [['email', 'email'], /by e-mail only/],
  [['email', 'slack'], null],
  [['syslog'], null],
] as const)('critical alerts through %j', (channels, warning) => {
  const said = mailOnlyWarning(channels);
  if (warning === null) expect(said).toBeNull();
  else expect(said).toMatch(warning);
});

test.each([
  ['ex01.contoso.com', 'ex01.contoso.com'],
  ['EX01.CONTOSO.COM.', 'ex01.contoso.com'],
  ['ex01', 'ex01.contoso.com'],
])('the relay %s is a server that is watched', (relay, server) => {
  expect(watchedRelayWarning(relay, ['ex02.contoso.com', server])).toContain(server);
});

test('another relay is fine', () => {
  expect(watchedRelayWarning('relay.example.com', ['ex01.contoso.com'])).toBeNull();
  expect(watchedRelayWarning('ex01.other.com', ['ex01.contoso.com'])).toBeNull();
});
