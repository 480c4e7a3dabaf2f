import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Certificate } from '#libs/certificates/certificate.js';
import { recordingTerminal } from '../../../test/support/terminal.js';
import { makeDemo } from '../demo/demo.js';
import { runProgram } from '../program.js';

/** The seed question, put for the servers of the demo organization: each kind of server gets the answer and the reason that fit it. */
const folder = mkdtempSync(join(tmpdir(), 'certfleet-demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FROM = '2026-11-24T10:00:00.000Z';
const state = join(folder, 'contoso.json');
let servers: readonly { readonly netbiosName: string; readonly certificates: readonly Certificate[] }[] = [];

beforeAll(async () => {
  const { files } = await makeDemo(FROM);
  const inventories = files.filter(({ name }) => /^\d\d-inventory-\d{4}/.test(name));
  const text = inventories.at(-1)?.text ?? '';
  ({ servers } = JSON.parse(text));
  writeFileSync(state, text);
});

/** The newest of that name on the server. */
function newest(server: string, subject: string): string {
  const store = servers.find(({ netbiosName }) => netbiosName === server)?.certificates ?? [];
  const found = store
    .filter((one) => one.subject === `CN=${subject}`)
    .sort((one, other) => String(other.notBefore).localeCompare(String(one.notBefore)));
  return found[0]?.thumbprint ?? `no ${subject} on ${server}`;
}

test.each([
  [
    'about to be pressed, in a subscribed site',
    'EX05',
    'mail.contoso.com',
    /Answer No: Yes introduces RO-01, RO-03 here, No does not\./,
  ],
  ['a member of a pool there', 'EX01', 'mail.contoso.com', /Answer No: Yes introduces RO-01/],
  ['another member of it', 'EX02', 'mail.contoso.com', /Answer No: Yes introduces RO-01/],
  [
    'a hybrid server without an Edge',
    'EX03',
    'mail.contoso.com',
    /Answer No\. Yes does no harm here that Certfleet knows of/,
  ],
  ['Exchange 2013', 'MBX13', 'mail.ber.contoso.com', /Answer No\. Yes does no harm here that Certfleet knows of/],
  ['Exchange 2010', 'OLD10', 'legacy.contoso.com', /Answer No\. Yes does no harm here that Certfleet knows of/],
])('%s', async (_, server, subject, advice) => {
  const { terminal, stdout } = recordingTerminal({}, true);
  const line = `Enable-ExchangeCertificate -Server ${server} -Thumbprint ${newest(server, subject)} -Services SMTP`;
  expect(await runProgram(['plan', '--state', state, '--at', FROM, line], terminal)).toBe(0);
  const text = stdout().replace(/\s+/g, ' ');
  expect(text).toContain('Overwrite the existing default SMTP certificate?');
  expect(text).toMatch(advice);
  expect(text).toMatch(/Plan: [^]* Searched \d+ endpoints on 12 servers: nothing else/);
});
