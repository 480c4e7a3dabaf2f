import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { recordingTerminal } from '../../../test/support/terminal.js';
import { runProgram } from '../program.js';
import { datedFrom } from '../up/demo.js';

/** The seed question, put for the servers of the demo organization: each kind of server gets the answer and the reason that fit it. */
const folder = mkdtempSync(join(tmpdir(), 'certfleet-demo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FROM = '2026-11-24T10:00:00.000Z';
const state = join(folder, 'contoso.json');
writeFileSync(state, datedFrom(readFileSync(new URL('../demo/contoso.fleet.json', import.meta.url), 'utf8'), FROM));

const MAIL = '89CE30EDC60D890C807FBE4E5F181867C20D5A1E';
const LEGACY = 'EA0C086DB507DDD3BB99F982756147DAC1635856';

test.each([
  ['a member of a pool in a subscribed site', 'EX01', MAIL, /Answer No: Yes introduces RO-01 here, No does not\./],
  ['another member of it', 'EX02', MAIL, /Answer No: Yes introduces RO-01/],
  ['a hybrid server without an Edge', 'EX03', MAIL, /Answer No\. Yes does no harm here that Certfleet knows of/],
  ['a plain server', 'EX04', MAIL, /Answer No\. Yes does no harm here that Certfleet knows of/],
  ['Exchange 2010', 'OLD10', LEGACY, /Answer No\. Yes does no harm here that Certfleet knows of/],
])('%s', async (_, server, thumbprint, advice) => {
  const { terminal, stdout } = recordingTerminal({}, true);
  const line = `Enable-ExchangeCertificate -Server ${server} -Thumbprint ${thumbprint} -Services SMTP`;
  expect(await runProgram(['plan', '--state', state, '--at', FROM, line], terminal)).toBe(0);
  const text = stdout().replace(/\s+/g, ' ');
  expect(text).toContain('Overwrite the existing default SMTP certificate?');
  expect(text).toMatch(advice);
  expect(text).toMatch(/Plan: [^]* Searched \d+ endpoints on 6 servers: nothing else/);
});
