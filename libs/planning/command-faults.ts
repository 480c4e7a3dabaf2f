import { certificateFaults, receiveConnectorFaults, type Fault } from '#libs/formats/fleet-document/checks.js';
import { unfitText } from '#libs/formats/json/parse.js';
import { valueAt } from '#libs/formats/json/path.js';
import type { Cmdlet } from './command-shapes.js';

type Keys = Readonly<Record<string, unknown>>;

/**
 * What the shape of a command cannot say: instants, addresses and ranges that cannot be parsed, texts that cannot be kept, and a connector
 * without a server. Looks only at what has the right type; the rest is the shape's finding.
 */
export function faultsOfObject(cmdlet: Cmdlet, keys: Keys): readonly Fault[] {
  const faults = [...certificateFaultsIn(keys), ...(cmdlet === 'Set-ReceiveConnector' ? connectorFaultsIn(keys) : [])];
  return [
    ...serverless(cmdlet, keys),
    ...faults.filter(({ steps }) => typeof valueAt(keys, steps) === 'string'),
    ...unfit(keys),
  ];
}

function certificateFaultsIn({ certificate }: Keys): readonly Fault[] {
  const faults = certificateFaults({
    notBefore: textIn(certificate, 'notBefore'),
    notAfter: textIn(certificate, 'notAfter'),
  });
  return faults.map(({ steps, wrong }) => ({ steps: ['certificate', ...steps], wrong }));
}

function connectorFaultsIn({ bindings, remoteIpRanges }: Keys): readonly Fault[] {
  return receiveConnectorFaults({ bindings: textsOf(bindings), remoteIpRanges: textsOf(remoteIpRanges) });
}

function textIn(value: unknown, key: string): string | null {
  const text = valueAt(value, [key]);
  return typeof text === 'string' ? text : null;
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map((entry) => (typeof entry === 'string' ? entry : '')) : [];
}

function serverless(cmdlet: Cmdlet, { server, identity }: Keys): readonly Fault[] {
  const isOpen = cmdlet === 'Set-ReceiveConnector' && server === undefined && typeof identity === 'string';
  return isOpen && !identity.includes('\\')
    ? [{ steps: ['server'], wrong: 'is required and missing, for the identity is not SERVER\\name' }]
    : [];
}

/** The first text of each key that cannot be kept. What stands deeper than any key of the contract is not read at all. */
function unfit(keys: Keys): readonly Fault[] {
  return Object.entries(keys).flatMap(([key, value]) => {
    if (key === 'certificate' && typeof value === 'object' && value !== null)
      return unfit({ ...value, certificate: null }).map(({ steps, wrong }) => ({ steps: [key, ...steps], wrong }));
    const found = typeof value === 'string' || isTexts(value) ? unfitText(value) : null;
    return found === null ? [] : [{ steps: [key, ...found.steps], wrong: 'holds a NUL or half a character' }];
  });
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
