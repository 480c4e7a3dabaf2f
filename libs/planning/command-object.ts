import { jsonPath, shorten } from '#libs/formats/json/path.js';
import { readWholeShape } from '#libs/formats/json/read-shape.js';
import { CMDLETS } from './command.js';
import type { CommandDefaults, Problem } from './command-defaults.js';
import { faultsOfObject } from './command-faults.js';
import { isCmdlet, SHAPES, type Cmdlet } from './command-shapes.js';
import type { ReadCommand } from './gather.js';
import { didYouMean, nearestWords } from './nearest.js';
import type { Placeable } from './plan-for.js';

type Keys = Readonly<Record<string, unknown>>;

const REMEDY = 'Correct this value; docs/commands.md lists every key of a command, its type and its meaning.';

/** The command that an object of the contract is, wherever it then runs. `index` is its place in the list. */
export function placeableObject(element: object, index: number, defaults: CommandDefaults): Placeable<ReadCommand> {
  const keys = withoutNulls({ ...element });
  const { cmdlet } = keys;
  if (!isCmdlet(cmdlet)) return { placed: true, on: () => ({ ok: false, problems: [unknownCmdlet(cmdlet, index)] }) };
  return {
    placed: isPlaced(cmdlet, keys),
    on: (server) => readObject(cmdlet, withDefaults(cmdlet, keys, { ...defaults, server }), index),
  };
}

function unknownCmdlet(cmdlet: unknown, index: number): Problem {
  const place = jsonPath([index, 'cmdlet']);
  const uses = `Use one of ${CMDLETS.join(', ')}.`;
  if (cmdlet === undefined) return { place, message: `${place} is required and missing.`, remedy: uses };
  if (typeof cmdlet !== 'string') return { place, message: `${place} is not a text.`, remedy: uses };
  const near = didYouMean(nearestWords(cmdlet, CMDLETS));
  return { place, message: `${place} is no cmdlet: ${JSON.stringify(shorten(cmdlet, 60))}.`, remedy: `${near}${uses}` };
}

/** Keys for which null says no more than their absence. */
const OPTIONAL = ['server', 'answer', 'surface', 'doNotRequireSsl', 'networkServiceAllowed', 'generateRequest'];

function withoutNulls(keys: Keys): Keys {
  const optional = keys['cmdlet'] === 'New-ExchangeCertificate' ? [...OPTIONAL, 'certificate'] : OPTIONAL;
  const isSaid = (key: string, value: unknown) => value !== undefined && (value !== null || !optional.includes(key));
  return Object.fromEntries(Object.entries(keys).filter(([key, value]) => isSaid(key, value)));
}

function isPlaced(cmdlet: Cmdlet, { server, identity }: Keys): boolean {
  if (cmdlet === 'Set-SendConnector' || server !== undefined) return true;
  return cmdlet === 'Set-ReceiveConnector' && typeof identity === 'string' && identity.includes('\\');
}

function withDefaults(cmdlet: Cmdlet, keys: Keys, { server, answer }: CommandDefaults): Keys {
  const asks = cmdlet === 'Enable-ExchangeCertificate' || cmdlet === 'New-ExchangeCertificate';
  return {
    ...(server === undefined || isPlaced(cmdlet, keys) ? {} : { server }),
    ...(asks && answer !== undefined ? { answer } : {}),
    ...keys,
    ...('certificate' in keys ? { certificate: ownCopy(cmdlet, keys['certificate']) } : {}),
  };
}

/** Reading takes unknown keys and words out of what it reads; the caller's value stays as it is. */
function ownCopy(cmdlet: Cmdlet, certificate: unknown): unknown {
  if (typeof certificate !== 'object' || certificate === null || Array.isArray(certificate)) return certificate;
  const { services, ...keys }: Record<string, unknown> = { ...certificate };
  // The thumbprint of a certificate to be may be left open.
  const isOpen = cmdlet === 'New-ExchangeCertificate' && keys['thumbprint'] === null;
  if (isOpen) delete keys['thumbprint'];
  return {
    ...keys,
    ...('services' in certificate ? { services: Array.isArray(services) ? [...services] : services } : {}),
  };
}

function readObject(cmdlet: Cmdlet, keys: Keys, index: number): ReadCommand {
  const faults = faultsOfObject(cmdlet, keys).map(({ steps, wrong }) => {
    const place = jsonPath([index, ...steps]);
    return { place, message: `${place} ${wrong}.`, remedy: REMEDY };
  });
  const shaped = readWholeShape(SHAPES[cmdlet], keys, { forgives, under: [index], remedy: REMEDY });
  if (!shaped.ok) {
    const wrong = shaped.refusals.map(({ place, message, remedy }) => ({ place, message, remedy }));
    return { ok: false, problems: [...wrong, ...faults] };
  }
  return faults.length > 0
    ? { ok: false, problems: faults }
    : { ok: true, command: shaped.value, warnings: shaped.warnings };
}

/** The words of a certificate that Exchange may add to, as in the fleet document. */
function forgives(path: string): boolean {
  return /^certificate\.(?:services\[\d+\]|status|keyProvider)$/.test(path);
}
