import { EXCHANGE_SERVICES } from '#libs/certificates/certificate.js';
import { parseConnectorBinding } from '#libs/certificates/connector-binding.js';
import { parseRemoteRange } from '#libs/certificates/remote-range.js';
import { parseThumbprint } from '#libs/certificates/thumbprint.js';
import { isUnreadable, type Unreadable } from '#libs/certificates/unreadable.js';
import { LONGEST_NAME, MOST_NAMES_OF_A_CERTIFICATE } from '#libs/formats/fleet-document/schema.js';
import { shorten } from '#libs/formats/json/path.js';
import { didYouMean, nearestWords } from '../nearest.js';
import type { Given } from './bind.js';
import { fault, isFault, type LineFault } from './line-fault.js';
import type { Takes } from './parameter.js';
import type { Item, Value } from './pipeline.js';
import { constantOf, flagOf, oneText, textOf, texts } from './texts.js';

/** `SERVER\thumbprint`, or the thumbprint alone. */
export interface CertificateIdentity {
  readonly server: string | null;
  readonly thumbprint: string;
}

type Reader = (value: Value, name: string) => unknown;

const MECHANISMS = ['Tls', 'Integrated', 'BasicAuth', 'BasicAuthRequireTLS', 'ExchangeServer', 'ExternalAuthoritative'];
const KEY_SIZES = ['1024', '2048', '4096'];

/** What the value of a parameter says, in the form of the contract, or what is wrong with it. Null: `$null`. */
export function valueOf({ parameter, value }: Given): unknown {
  return value === null ? true : READERS[parameter.takes](value, `-${parameter.name}`);
}

const READERS: Readonly<Record<Takes, Reader>> = {
  anything: () => null,
  switch: (value, name) => flagOf(value) ?? notOf(value, name, '$true or $false'),
  flag: (value, name) => flagOf(value) ?? (constantOf(value) === null ? null : notOf(value, name, '$true or $false')),
  text: (value, name) => (constantOf(value) === null ? null : oneText(value, name)),
  texts: (value, name) => texts(value, name),
  name: (value, name) => requiredName(value, name),
  domains: (value, name) => domains(value, name),
  services: (value, name) => words(value, name, [...EXCHANGE_SERVICES, 'None']),
  mechanisms: (value, name) => {
    if (constantOf(value) === null) return null;
    const chosen = words(value, name, [...MECHANISMS, 'None']);
    return isFault(chosen) ? chosen : chosen.filter((mechanism) => mechanism !== 'None');
  },
  bindings: (value, name) => parsedTexts(value, name, parseConnectorBinding),
  ranges: (value, name) => parsedTexts(value, name, parseRemoteRange),
  thumbprint: (value, name) => thumbprint(value, name),
  certificate: (value, name) => certificate(value, name),
  keySize: (value, name) => {
    const size = oneText(value, name);
    if (isFault(size)) return size;
    return KEY_SIZES.includes(size.trim()) ? Number(size) : notOf(value, name, KEY_SIZES.join(', '));
  },
};

function notOf(value: Value, name: string, expected: string): LineFault {
  return fault(value.items[0]?.at ?? value.at, `${name} takes ${expected}, not this.`, `Write ${expected}.`);
}

function requiredName(value: Value, name: string): string | LineFault {
  const text = oneText(value, name);
  if (isFault(text)) return text;
  if (text.trim() === '') return fault(value.at, `${name} is empty.`, 'Write a name.');
  // `SERVER\name` is two names.
  return text.length > 2 * LONGEST_NAME
    ? fault(value.at, `${name} is longer than any name.`, 'Write the name as Exchange shows it.')
    : text;
}

function domains(value: Value, name: string): readonly string[] | null | LineFault {
  const names = texts(value, name);
  if (names === null || isFault(names)) return names;
  const joined = names.findIndex((domain) => domain.includes(','));
  if (joined !== -1)
    return fault(
      value.items[joined]?.at ?? value.at,
      'A domain name has no comma.',
      'Quote each name for itself, or none.',
    );
  return names.length > MOST_NAMES_OF_A_CERTIFICATE
    ? fault(value.at, `${name} has more than ${MOST_NAMES_OF_A_CERTIFICATE} names.`, 'Leave the surplus names away.')
    : names;
}

/** Words of a list of Exchange's: each an item, or several in one text; in any case; each once. */
function words(value: Value, name: string, known: readonly string[]): readonly string[] | LineFault {
  const chosen = new Set<string>();
  for (const item of value.items) {
    const text = textOf(item, name);
    if (isFault(text)) return text;
    for (const part of text.split(',')) {
      const word = known.find((candidate) => candidate.toLowerCase() === part.trim().toLowerCase());
      if (word === undefined) return unknownWord(item, name, part.trim(), known);
      chosen.add(word);
    }
  }
  return chosen.size === 0 ? fault(value.at, `${name} is empty.`, `Write some of ${known.join(', ')}.`) : [...chosen];
}

function unknownWord(item: Item, name: string, word: string, known: readonly string[]): LineFault {
  const message = word === '' ? `${name} has an empty entry.` : `${name} does not know "${shorten(word, 60)}".`;
  return fault(item.at, message, `${didYouMean(nearestWords(word, known))}Write some of ${known.join(', ')}.`);
}

function parsedTexts(
  value: Value,
  name: string,
  parse: (text: string) => Unreadable | object,
): readonly string[] | null | LineFault {
  const read = texts(value, name);
  if (read === null || isFault(read)) return read;
  for (const [i, text] of read.entries()) {
    const parsed = parse(text);
    if (isUnreadable(parsed))
      return fault(
        value.items[i]?.at ?? value.at,
        `"${shorten(text, 60)}" ${parsed.unreadable}.`,
        'Correct it; several are parted by commas outside of the quotes.',
      );
  }
  return read;
}

function thumbprint(value: Value, name: string): string | LineFault {
  const text = oneText(value, name);
  return isFault(text) ? text : thumbprintOf(text, value);
}

function thumbprintOf(text: string, { at }: Value): string | LineFault {
  const parsed = parseThumbprint(text);
  if (!isUnreadable(parsed)) return parsed;
  const message = `"${shorten(text, 60)}" ${parsed.unreadable}.`;
  if (/[^\x20-\x7e]/.test(text))
    return fault(
      at,
      message,
      'It holds a character that does not show, often copied from a certificate window: type it anew.',
    );
  return fault(
    at,
    message,
    text.includes('\\') ? 'Write SERVER\\thumbprint with -Identity.' : 'Copy it whole from Get-ExchangeCertificate.',
  );
}

function certificate(value: Value, name: string): CertificateIdentity | LineFault {
  const text = requiredName(value, name);
  if (isFault(text)) return text;
  const backslash = text.indexOf('\\');
  const server = backslash === -1 ? null : text.slice(0, backslash).trim();
  if (server === '') return fault(value.at, 'No server stands before the backslash.', 'Write SERVER\\thumbprint.');
  const read = thumbprintOf(text.slice(backslash + 1), value);
  return isFault(read) ? read : { server, thumbprint: read };
}
