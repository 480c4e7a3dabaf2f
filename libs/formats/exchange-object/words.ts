/**
 * The values of Exchange's objects in the words of the fleet document. Everywhere `undefined` means that the object does not say, null
 * that it says "none".
 */
import { booleanOf, integerOf, isObject, listOf, property, textOf } from '../clixml/access.js';
import type { PsObject, PsValue } from '../clixml/value.js';

/** A text; blanks only are unset, as Exchange writes an unset text in some places. */
export function text(object: PsValue | undefined, name: string): string | null | undefined {
  const found = textOf(property(object, name));
  return typeof found === 'string' && found.trim() === '' ? null : found;
}

export function flag(object: PsObject, name: string): boolean | null | undefined {
  return booleanOf(property(object, name));
}

/** The elements of a multi-valued property as text; those without a text are left out. */
export function texts(object: PsObject, name: string): readonly string[] | null | undefined {
  const found = listOf(property(object, name));
  return found?.map(textOf).filter((element) => typeof element === 'string') ?? undefinedOrNull(found);
}

/** The names that a set of flags contains: from its text `Tls, BasicAuth`, or from its number where the text is missing. */
export function flags(
  value: PsValue | undefined,
  bits: Readonly<Record<string, number>>,
): readonly string[] | null | undefined {
  if (value === null) return null;
  const written = textOf(value)?.trim();
  const number =
    written === undefined || /^-?\d+$/.test(written) ? (integerOf(value) ?? Number(written ?? Number.NaN)) : null;
  if (number === null)
    return (written ?? '')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== '' && word !== 'None');
  if (!Number.isInteger(number)) return undefined;
  return Object.entries(bits).flatMap(([name, bit]) => ((number & bit) === bit ? [name] : []));
}

/** The name of an enumeration's value: from its text, or from its number where the text is missing. A number without a name stays unknown. */
export function enumeration(value: PsValue | undefined, names: ReadonlyMap<number, string>): string | null | undefined {
  const written = textOf(value);
  if (typeof written === 'string' && !/^\s*-?\d+\s*$/.test(written)) return written.trim() === '' ? null : written;
  if (written === null) return null;
  const number = integerOf(value) ?? (written === undefined ? undefined : Number(written));
  return number === undefined ? undefined : names.get(number);
}

/** The name of what an `ADObjectId` points at: the last part of `contoso.com/Configuration/Sites/AMS`. */
export function lastPart(value: PsValue | undefined): string | null | undefined {
  const name = isObject(value) ? text(value, 'Name') : undefined;
  if (typeof name === 'string') return name;
  const path = textOf(value);
  return typeof path === 'string' ? path.split('/').at(-1)?.trim() || null : path;
}

/** `<I>issuer<S>subject` of a connector, also where only the two parts were exported. */
export function tlsCertificateName(object: PsObject): string | null | undefined {
  const value = property(object, 'TlsCertificateName');
  const whole = textOf(value);
  if (typeof whole === 'string') return whole.trim() === '' ? null : whole;
  const [issuer, subject] = [text(value, 'CertificateIssuer'), text(value, 'CertificateSubject')];
  return issuer && subject ? `<I>${issuer}<S>${subject}` : whole;
}

function undefinedOrNull(value: unknown): null | undefined {
  return value === null ? null : undefined;
}
