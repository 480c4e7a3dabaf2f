import { fault, type LineFault } from './line-fault.js';
import { textSaid, type Said } from './said.js';

/** Which certificate a line is about. */
export interface NamedCertificate {
  readonly thumbprint: string;
  /** Null: the line does not say. */
  readonly server: string | null;
  /** Where the line says it. */
  readonly at: number;
}

/** The certificate that `-Thumbprint` and `-Server`, or `-Identity`, name. */
export function certificateNamed(said: Said): NamedCertificate | LineFault {
  const thumbprint = textSaid(said, 'Thumbprint');
  const identity = said.own.get('Identity');
  if (!isIdentity(identity)) {
    if (thumbprint === undefined)
      return fault(
        said.at,
        'The line names no certificate.',
        'Add -Thumbprint with the thumbprint of the certificate.',
      );
    return { thumbprint, server: textSaid(said, 'Server') ?? null, at: placeOf(said, 'Thumbprint') };
  }
  const at = placeOf(said, 'Identity');
  if (thumbprint !== undefined) return fault(at, '-Identity cannot stand beside -Thumbprint.', ONE_OF_THEM);
  if (said.own.has('Server'))
    return fault(placeOf(said, 'Server'), '-Server cannot stand beside -Identity.', ONE_OF_THEM);
  return { thumbprint: identity.thumbprint, server: identity.server, at };
}

const ONE_OF_THEM = 'Write either -Thumbprint and -Server, or -Identity SERVER\\thumbprint.';

function isIdentity(value: unknown): value is { readonly server: string | null; readonly thumbprint: string } {
  return typeof value === 'object' && value !== null && 'thumbprint' in value;
}

export function placeOf(said: Said, name: string): number {
  return said.places.get(name) ?? said.at;
}
