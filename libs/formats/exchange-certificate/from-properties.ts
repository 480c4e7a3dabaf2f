/**
 * What Exchange says of a certificate in properties that can be seen: exports as JSON, CSV or text have them, and CLIXML of a selection.
 *
 *   statedFacts(object): StatedFacts
 *
 * `written` stands in the certificate itself and only counts where its bytes (RawData) are missing; `kept` is what Exchange and Windows
 * keep beside it. What is not there, or in no known word, is absent.
 */
import {
  CERTIFICATE_STATUSES,
  type Certificate,
  type CertificateStatus,
  type ExchangeService,
  type RootCaType,
} from '#libs/certificates/certificate.js';
import { parseThumbprint } from '#libs/certificates/thumbprint.js';
import { isUnreadable } from '#libs/certificates/unreadable.js';
import { SIGNATURE_ALGORITHMS } from '#libs/certificates/x509-algorithms.js';
import { integerOf, isObject, property, textOf } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';
import { known } from '../exchange-object/kind.js';
import { flag, text, texts } from '../exchange-object/words.js';
import { instantText } from '../instant-text.js';
import { quoted } from '../text.js';
import { rootCaTypeOf, servicesNamed, servicesOf, statusOf } from './enumerations.js';
import { servicesOfLetters } from './services-letters.js';

export interface StatedFacts {
  /** 40 hex digits, or null: the object has none. */
  readonly thumbprint: string | null;
  /** The part of Identity before the backslash, if the other part is the thumbprint. */
  readonly server: string | null;
  readonly written: Partial<Certificate>;
  readonly kept: Partial<Certificate>;
  readonly doubts: readonly string[];
}

export function statedFacts(object: PsObject): StatedFacts {
  const doubts: string[] = [];
  const thumbprint = thumbprintOf(text(object, 'Thumbprint'));
  const identity = /^([^\\]+)\\([\da-f]{40})$/i.exec(textOf(property(object, 'Identity')) ?? '');
  return {
    thumbprint,
    server: identity?.[2]?.toUpperCase() === thumbprint ? (identity?.[1] ?? null) : null,
    written: known(writtenFacts(object)),
    kept: known({
      services: services(object, doubts),
      status: status(object, doubts),
      rootCaType: rootCaType(object, doubts),
      isSelfSigned: flag(object, 'IsSelfSigned') ?? undefined,
      hasPrivateKey: flag(object, 'HasPrivateKey') ?? undefined,
      friendlyName: friendlyName(object),
    }),
    doubts,
  };
}

function thumbprintOf(written: string | null | undefined): string | null {
  const thumbprint = typeof written === 'string' ? parseThumbprint(written) : null;
  return thumbprint === null || isUnreadable(thumbprint) ? null : thumbprint;
}

function writtenFacts(object: PsObject) {
  return {
    subject: text(object, 'Subject') ?? undefined,
    issuer: text(object, 'Issuer') ?? undefined,
    // Exchange lists the common name first, then the names of the extension: together the names of the certificate. (C)
    subjectAlternativeNames: texts(object, 'CertificateDomains') ?? undefined,
    version: within(1, 3, integerOf(property(object, 'Version'))),
    notBefore: instant(object, 'NotBefore'),
    notAfter: instant(object, 'NotAfter'),
    // 0 stands for every key that is not RSA. @cite rulebook 15
    keySize: within(1, 65_536, integerOf(property(object, 'PublicKeySize'))),
    signatureAlgorithm: signatureAlgorithm(object),
    extendedKeyUsages: extendedKeyUsages(object),
    serialNumber: serialNumber(object),
  };
}

/** A list without elements is that of a certificate without the extension; Windows does not tell the two apart. */
function extendedKeyUsages(object: PsObject): readonly string[] | null | undefined {
  const usages = texts(object, 'EnhancedKeyUsageList');
  if (usages === undefined || usages === null) return undefined;
  const identifiers = usages.flatMap((usage) => /\(([\d.]+)\)$/.exec(usage)?.[1] ?? []);
  if (identifiers.length !== usages.length) return undefined;
  return identifiers.length === 0 ? null : identifiers;
}

function signatureAlgorithm(object: PsObject): string | undefined {
  const algorithm = property(object, 'SignatureAlgorithm');
  const oid = isObject(algorithm) ? textOf(property(algorithm, 'Value')) : textOf(algorithm);
  if (typeof oid !== 'string' || !/^\d+(?:\.\d+)+$/.test(oid)) return undefined;
  return SIGNATURE_ALGORITHMS.get(oid) ?? oid;
}

function serialNumber(object: PsObject): string | undefined {
  const written = text(object, 'SerialNumber');
  if (typeof written !== 'string' || !/^(?:[\da-f]{2})+$/i.test(written)) return undefined;
  return written.toUpperCase().replace(/^00(?=[89A-F])/, '');
}

function instant(object: PsObject, name: string): string | undefined {
  const written = textOf(property(object, name));
  return typeof written === 'string' ? instantText(written)?.replace('.000Z', 'Z') : undefined;
}

function within(least: number, most: number, number: number | null | undefined): number | undefined {
  return number != null && number >= least && number <= most ? number : undefined;
}

/** An empty friendly name is known to be empty. */
function friendlyName(object: PsObject): string | undefined {
  const value = property(object, 'FriendlyName');
  return value === undefined ? undefined : (textOf(value) ?? '');
}

/** From `Services`, a text or a number, else from its letters. */
function services(object: PsObject, doubts: string[]): readonly ExchangeService[] | undefined {
  const value = property(object, 'Services') ?? property(object, 'ServicesStringForm');
  const read = (shown: string) =>
    servicesNamed(shown.split(',').map((word) => word.trim())) ?? servicesOfLetters(shown);
  return meaning({ name: 'Services', value, ofText: read, ofNumber: servicesOf }, doubts);
}

function status(object: PsObject, doubts: string[]): CertificateStatus | undefined {
  const ofText = (shown: string) => CERTIFICATE_STATUSES.find((word) => word === shown) ?? null;
  return meaning({ name: 'Status', value: property(object, 'Status'), ofText, ofNumber: statusOf }, doubts);
}

function rootCaType(object: PsObject, doubts: string[]): RootCaType | undefined {
  const ofText = (shown: string) => ROOT_CA_TYPES.find((word) => word === shown) ?? null;
  return meaning({ name: 'RootCAType', value: property(object, 'RootCAType'), ofText, ofNumber: rootCaTypeOf }, doubts);
}

/** @cite Microsoft, Get-ExchangeCertificate (A) */
const ROOT_CA_TYPES: readonly RootCaType[] = ['None', 'ThirdParty', 'Enterprise', 'Registry', 'GroupPolicy', 'Unknown'];

interface Enumerated<T> {
  readonly name: string;
  readonly value: PsValue | undefined;
  readonly ofText: (shown: string) => T | null;
  readonly ofNumber: (number: number) => T | null;
}

/** A word of an enumeration, or its number. One that nobody knows is doubted and stays unknown. */
function meaning<T>({ name, value, ofText, ofNumber }: Enumerated<T>, doubts: string[]): T | undefined {
  const shown = textOf(value)?.trim() ?? '';
  const number = /^\d{1,9}$/.test(shown) ? Number(shown) : shown === '' ? (integerOf(value) ?? null) : null;
  if (number === null && shown === '') return undefined;
  const read = number === null ? ofText(shown) : ofNumber(number);
  if (read === null) doubts.push(`${name} ${quoted(shown || String(number))} has no known meaning and stays unknown.`);
  return read ?? undefined;
}
