import { describe, expect, test } from '@jest/globals';
import { addressesAt } from './addresses.js';

describe('addresses of pages', () => {
  const at = addressesAt({ organization: 'contoso & sons', asOf: '2026-08-25T00:00:00.000Z' });

  test('keep the organization and the time that are looked at', () => {
    const { pathname, searchParams } = new URL(at.server('ex03.contoso.com'), 'http://here');
    expect(pathname).toBe('/servers/ex03.contoso.com');
    expect(Object.fromEntries(searchParams)).toEqual({
      organization: 'contoso & sons',
      asOf: '2026-08-25T00:00:00.000Z',
    });
  });

  test('say nothing of what is not set', () => {
    expect(addressesAt({}).certificate('AB12')).toBe('/certificates/AB12');
  });

  test.each(['smtp:EX03\\Client "Frontend" &?#/', 'iis:Default Web Site:*:443:', '\u{202e}txt', '../..'])(
    'lead to the endpoint that was meant: %j',
    (endpoint) => {
      const { pathname, searchParams } = new URL(at.explain('ex03', endpoint), 'http://here');
      expect(pathname).toBe('/servers/ex03/explain');
      expect(searchParams.get('endpoint')).toBe(endpoint);
    },
  );

  test('of a name that no address can hold are still addresses', () => {
    expect(new URL(at.server('ex/03?\ud800#'), 'http://here').pathname).toBe('/servers/ex%2F03%3F%EF%BF%BD%23');
  });
});
