import { expect, test } from '@jest/globals';
import { redactHeaders, redactUrl, secretTexts, withoutSecrets } from './redact.js';

test.each([
  ['https://hooks.slack.com/services/T00/B00/XXXXsecret', 'https://hooks.slack.com/services/…/…/…'],
  [
    'https://prod-11.westeurope.logic.azure.com:443/workflows/0a1b/triggers/manual/paths/invoke?api-version=2016-06-01&sp=%2Ftriggers&sig=SECRET',
    'https://prod-11.westeurope.logic.azure.com/workflows/…/triggers/manual/paths/invoke?api-version=…&sp=…&sig=…',
  ],
  ['https://user:secret@example.com/in', 'https://example.com/in'],
  ['https://events.pagerduty.com/v2/change/enqueue', 'https://events.pagerduty.com/v2/change/enqueue'],
  ['https://[fd00::1]:8443/in?SECRET', 'https://[fd00::1]:8443/in?SECRET=…'],
  ['https://example.com/in?0aS3cret', 'https://example.com/in?…=…'],
  ['not a url SECRET', '…'],
])('%s', (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test('of headers, only those without secrets keep their value', () => {
  const headers = {
    authorization: 'Bearer x',
    'content-type': 'application/json',
    'x-key': 'x',
    'webhook-signature': 'v1,x',
  };
  expect(redactHeaders(headers)).toEqual({
    authorization: '…',
    'content-type': 'application/json',
    'x-key': '…',
    'webhook-signature': '…',
  });
});

test('what a receiver says back holds no secret, in whatever form it says it', () => {
  const secrets = secretTexts(
    {
      url: 'https://a.example/hook/abc"def?sig=s3cr/et%3D',
      headers: { a: 'Bearer tok-12345' },
      name: 'a.example',
      short: 'abc',
    },
    ['url', 'headers', 'short'],
  );
  const said = [
    'no route for /hook/abc%22def?sig=s3cr/et%3D',
    'sig s3cr/et= is wrong, s3cr%2Fet%3D too',
    '{"auth":"Bearer tok-12345"}',
    'abc is a word',
  ];
  expect(said.map((text) => withoutSecrets(text, secrets))).toEqual([
    'no route for …',
    'sig … is wrong, … too',
    '{"auth":"…"}',
    'abc is a word',
  ]);
});
