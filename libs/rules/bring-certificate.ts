import { onServer, type CommandServer } from './commands.js';
import { cmdletLine, quoted, SWITCH, type Variable } from './powershell.js';
import { listed } from './wording.js';

/** The thumbprint of the certificate that {@link bringCertificate} brought. */
export const BROUGHT: Variable = { is: 'variable', name: '$cert.Thumbprint' };

const REQUEST = 'C:\\Certificates\\request.req';
const ISSUED = 'C:\\Certificates\\certificate.cer';
const HOST_NAME = /^[a-z0-9*_.-]+$/;

/**
 * Orders a certificate that clients trust and brings it into the store, where it gets its services afterwards. `$cert` is that certificate.
 * @cite PS-NEW, PS-IMPORT (A)
 */
export function bringCertificate(facts: CommandServer, names: readonly string[]): readonly string[] {
  const hosts = names.filter((name) => HOST_NAME.test(name));
  const wanted = hosts.length > 0 ? hosts : [facts.server.fqdn.trim().toLowerCase()];
  return [
    `Order a certificate for ${listed(wanted, 12)} from a certification authority that the clients trust, by this request:`,
    ...requestLines(facts, wanted),
    `Save the issued certificate as ${ISSUED}, and complete the request:`,
    `$cert = ${importIssued(facts)}`,
  ];
}

function requestLines(facts: CommandServer, names: readonly string[]): readonly string[] {
  const request = {
    ...onServer(facts),
    GenerateRequest: SWITCH,
    SubjectName: `CN=${names[0]}`,
    DomainName: names,
    PrivateKeyExportable: true,
  };
  if (facts.version === '2007') return [cmdletLine('New-ExchangeCertificate', { ...request, Path: REQUEST })];
  return [
    `$request = ${cmdletLine('New-ExchangeCertificate', request)}`,
    cmdletLine('Set-Content', { Path: REQUEST, Value: { is: 'variable', name: '$request' } }),
  ];
}

function importIssued(facts: CommandServer): string {
  if (facts.version === '2007') return cmdletLine('Import-ExchangeCertificate', { Path: ISSUED });
  return `${cmdletLine('Import-ExchangeCertificate', onServer(facts))} -FileData ([System.IO.File]::ReadAllBytes(${quoted(ISSUED)}))`;
}
