import { normalizeHostName } from '#libs/certificates/host-name.js';
import { knownText } from '#libs/certificates/known.js';
import type { Selection } from '#libs/selection/selection.js';
import { clientNames } from './client-names.js';
import { answerAt, type Subject } from './subject.js';

/** POP or IMAP on one server. */
export interface ClientProtocol {
  readonly service: 'POP' | 'IMAP';
  readonly endpoint: 'pop' | 'imap';
  /** Undefined: its settings are unknown. */
  readonly answer: Selection | undefined;
  /** The name by which it looks for its certificate, as it is written; null: none. Undefined: unknown. */
  readonly name: string | null | undefined;
}

/** POP, then IMAP. */
export function clientProtocols(subject: Pick<Subject, 'facts' | 'answers'>): readonly ClientProtocol[] {
  const { popSettings, imapSettings } = subject.facts.server;
  return [
    { service: 'POP', endpoint: 'pop', answer: answerAt(subject, 'pop'), name: nameIn(popSettings) },
    { service: 'IMAP', endpoint: 'imap', answer: answerAt(subject, 'imap'), name: nameIn(imapSettings) },
  ];
}

function nameIn(settings: Subject['facts']['server']['popSettings']): string | null | undefined {
  return settings == null ? settings : knownText(settings.x509CertificateName);
}

/** The names by which its clients reach it; where nobody told them, the name that it looks for. Normalised. */
export function namesOfProtocol(
  { facts }: Pick<Subject, 'facts'>,
  { endpoint, name }: Pick<ClientProtocol, 'endpoint' | 'name'>,
): readonly string[] {
  const names = clientNames(facts, endpoint);
  return names.length > 0 || name == null ? names : [normalizeHostName(name)];
}
