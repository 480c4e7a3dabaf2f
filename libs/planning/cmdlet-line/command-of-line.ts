import type { CommandDefaults } from '../command-defaults.js';
import { SHAPES } from '../command-shapes.js';
import type { Command } from '../command.js';
import { readWholeShape } from '#libs/formats/json/read-shape.js';
import { fault, isFault, type LineFault, type LineWarning } from './line-fault.js';
import { placeOf } from './named-certificate.js';
import { newCertificate } from './new-certificate.js';
import { certificateOfLine, connectorOfLine, placeOfLine } from './place-of-line.js';
import type { CmdletLine } from './read-line.js';
import { isOn, textSaid } from './said.js';

export interface CommandOfLine {
  readonly command: Command;
  readonly warnings: readonly LineWarning[];
}

type Keys = Readonly<Record<string, unknown>>;

/** The command that a line is, on the server that it names or else the caller's. @cite rulebook 18 (D) */
export function commandOfLine(line: CmdletLine, defaults: CommandDefaults): CommandOfLine | LineFault {
  const keys = keysOf(line, defaults);
  if (isFault(keys)) return keys;
  const { cmdlet, said } = line;
  const shaped = readWholeShape(
    SHAPES[cmdlet],
    { cmdlet, ...keys, ...said.keys },
    { forgives: () => false, under: [], remedy: 'Shorten it.' },
  );
  if (shaped.ok) return { command: shaped.value, warnings: [...said.warnings, ...warningsOf(line)] };
  const [{ message, remedy }] = shaped.refusals;
  return fault(said.at, message, remedy);
}

/** What the line and the caller say beside the parameters that are keys already. */
function keysOf(line: CmdletLine, defaults: CommandDefaults): Keys | LineFault {
  switch (line.cmdlet) {
    case 'Enable-ExchangeCertificate':
      return enabling(line, defaults);
    case 'Remove-ExchangeCertificate':
      return certificateKeys(line, defaults);
    case 'Import-ExchangeCertificate':
      return importing(line, defaults);
    case 'New-ExchangeCertificate':
      return making(line, defaults);
    case 'Set-ReceiveConnector':
      return receiveConnector(line, defaults);
    case 'Set-SendConnector':
      return sendConnector(line);
    case 'Set-PopSettings':
    case 'Set-ImapSettings':
      return 'x509CertificateName' in line.said.keys
        ? serverOf(line, defaults)
        : fault(
            line.said.at,
            `${line.cmdlet} sets no certificate.`,
            'Add -X509CertificateName with a name of the certificate, or $null.',
          );
  }
}

function serverOf(line: CmdletLine, defaults: CommandDefaults): { readonly server: string } | LineFault {
  const place = placeOfLine(line);
  if (isFault(place)) return place;
  const server = (place === 'nowhere' ? null : place.server) ?? defaults.server;
  return server === undefined
    ? fault(line.said.at, 'The line names no server.', 'Add -Server, or say for all commands on which server they run.')
    : { server };
}

function certificateKeys(line: CmdletLine, defaults: CommandDefaults): Keys | LineFault {
  const named = certificateOfLine(line);
  if (isFault(named)) return named;
  const server = serverOf(line, defaults);
  return isFault(server) ? server : { ...server, thumbprint: named.thumbprint };
}

function enabling(line: CmdletLine, defaults: CommandDefaults): Keys | LineFault {
  const keys = certificateKeys(line, defaults);
  if (isFault(keys)) return keys;
  return 'services' in line.said.keys
    ? { ...keys, ...answerOf(line, defaults) }
    : fault(line.said.at, 'The line names no services.', 'Add -Services, for example -Services SMTP,IIS.');
}

/** `-Force` is the answer; without it the caller's, if there is one. */
function answerOf({ said }: CmdletLine, { answer }: CommandDefaults): Keys {
  if (isOn(said, 'Force')) return { answer: 'force' };
  return answer === undefined ? {} : { answer };
}

function importing(line: CmdletLine, defaults: CommandDefaults): Keys | LineFault {
  const { said } = line;
  const { certificate } = defaults;
  const file = ['FileData', 'FileName', 'Path'].find((name) => said.own.has(name));
  if (certificate === undefined)
    return fault(
      file === undefined ? said.at : placeOf(said, file),
      'The file of the certificate is not read here.',
      'Give the certificate with the command: as JSON, {"cmdlet": "Import-ExchangeCertificate", "server": …, "certificate": {…}}.',
    );
  const server = serverOf(line, defaults);
  if (isFault(server)) return server;
  const friendlyName = textSaid(said, 'FriendlyName');
  return { ...server, certificate: friendlyName === undefined ? certificate : { ...certificate, friendlyName } };
}

function making(line: CmdletLine, defaults: CommandDefaults): Keys | LineFault {
  const server = serverOf(line, defaults);
  if (isFault(server)) return server;
  const certificate = newCertificate(line, server.server, defaults);
  if (isFault(certificate)) return certificate;
  const made = Object.keys(certificate).length === 0 ? {} : { certificate };
  return { ...server, ...made, ...answerOf(line, defaults) };
}

function receiveConnector(line: CmdletLine, defaults: CommandDefaults): Keys | LineFault {
  const connector = connectorOfLine(line);
  if (connector === null) return noConnector(line, "'SERVER\\name'");
  if (connector.name.trim() === '' || connector.server?.trim() === '')
    return fault(placeOf(line.said, 'Identity'), 'Half of SERVER\\name is missing.', 'Write both, or the name alone.');
  const server = serverOf(line, defaults);
  if (isFault(server))
    return { ...server, remedy: "Write -Identity 'SERVER\\name', or say for all commands on which server they run." };
  // A name with a backslash of its own is told apart from SERVER\\name by standing behind its server.
  const whole = line.said.own.has('Server') || connector.name.includes('\\');
  return { ...server, identity: whole ? textSaid(line.said, 'Identity') : connector.name };
}

function sendConnector(line: CmdletLine): Keys | LineFault {
  const identity = textSaid(line.said, 'Identity');
  return identity === undefined ? noConnector(line, 'its name') : { identity };
}

function noConnector({ said }: CmdletLine, how: string): LineFault {
  return fault(said.at, 'The line names no connector.', `Add -Identity with ${how}.`);
}

/** @cite rulebook 15: whether -Confirm:$false answers the overwrite question is documented nowhere (D) */
function warningsOf({ cmdlet, said }: CmdletLine): readonly LineWarning[] {
  const warnings: LineWarning[] = [];
  const mayAsk = cmdlet === 'Enable-ExchangeCertificate' || cmdlet === 'New-ExchangeCertificate';
  if (mayAsk && said.own.get('Confirm') === false && !isOn(said, 'Force'))
    warnings.push({
      at: placeOf(said, 'Confirm'),
      message: '-Confirm:$false does not answer the question whether to overwrite the default SMTP certificate.',
    });
  if (cmdlet === 'Set-ReceiveConnector' && said.own.has('Server'))
    warnings.push({
      at: placeOf(said, 'Server'),
      message: "Set-ReceiveConnector of Exchange has no -Server: type -Identity 'SERVER\\name' there.",
    });
  if (cmdlet === 'New-ExchangeCertificate' && isRequest(said.keys) && 'services' in said.keys)
    warnings.push({ at: placeOf(said, 'Services'), message: 'Exchange does not take -Services for a request.' });
  return warnings;
}

function isRequest(keys: Keys): boolean {
  return keys['generateRequest'] === true;
}
