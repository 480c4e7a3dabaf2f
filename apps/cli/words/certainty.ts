import type { Selection, SelectionNote } from '#libs/selection/selection.js';
import { NOTE_WORDS } from './notes.js';

const LOW: readonly SelectionNote[] = [
  'FACT_UNKNOWN',
  'TIE_BROKEN_ARBITRARILY',
  'AMBIGUOUS_TLSCERTIFICATENAME',
  'HTTPSYS_PRECEDENCE_CONFLICT',
  'PROFILE_2007_SINGLE',
];
const MEDIUM: readonly SelectionNote[] = [
  'WILDCARD_SHADOWS_EXACT',
  'SHADOWED_BY_UNSERVICED_CERT',
  'EXPIRED_PKI_SKIPPED',
  'FRONTEND_PROXY',
];

/**
 * Says why an answer is no more certain than it is.
 *
 * @param version the server's version; null when unknown
 * @cite rulebook 4.6
 */
export function certaintyWords(selection: Selection, version: string | null): string {
  if (selection.certainty === 'high') return 'Microsoft documents this step for this version.';
  const caps = selection.certainty === 'low' ? LOW : MEDIUM;
  const note = caps.find((code) => selection.notes.includes(code));
  if (note !== undefined) return NOTE_WORDS[note];
  return selection.certainty === 'low' ? lowWithoutNote(selection) : mediumWithoutNote(selection, version);
}

function lowWithoutNote(selection: Selection): string {
  if (selection.outcome === 'HANDSHAKE_FAILS')
    return 'Only certificates without SMTP carry the name; the sources disagree on what Exchange does then.';
  return 'The sources disagree, or say nothing, about this case.';
}

function mediumWithoutNote(selection: Selection, version: string | null): string {
  if (selection.endpoint.endsWith(':starttls') && version !== null && ['2007', '2010', '2013'].includes(version))
    return `For Exchange ${version} the order of the last steps is taken from the page of a later version.`;
  if (/^(pop|imap)$/.test(selection.endpoint))
    return 'The order among several matching certificates is taken over from SMTP.';
  if (selection.endpoint === 'deliver:mailbox:anonymous')
    return 'Microsoft\u2019s pages leave open whether the sender shows a certificate.';
  return 'What Exchange does with a missing certificate or key is derived, not documented in full.';
}
