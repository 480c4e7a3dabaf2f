import {
  hearReply,
  notAdvertised,
  protocolError,
  refusedTls,
  turnedAway,
  type Dialogue,
  type LineKind,
} from './dialogue.js';

/** SMTP up to STARTTLS. Says EHLO with its own address (RFC 5321, 4.1.3), never who it is, and never MAIL or AUTH. @cite RFC 3207 */
export const smtp: Dialogue = async (talk, { limits, ownAddress }) => {
  const greeting = await hearReply(talk, limits, kindOf);
  if (!greeting.ok) return protocolError('greeting', greeting);
  if (!greeting.lines[0].startsWith('220')) return turnedAway('greeting', greeting.lines[0]);
  talk.say(`EHLO ${literal(ownAddress)}`);
  const ehlo = await hearReply(talk, limits, kindOf);
  if (!ehlo.ok) return protocolError('capabilities', ehlo);
  const [first, ...offers] = ehlo.lines;
  // A server that does not know EHLO has no extensions, STARTTLS neither.
  if (/^50[02]/.test(first)) return notAdvertised(first);
  if (!first.startsWith('250')) return turnedAway('capabilities', first);
  const keywords = offers.map((line) => line.slice(4).trim().split(/\s/, 1)[0]?.toUpperCase() ?? '');
  if (!keywords.includes('STARTTLS')) return notAdvertised(`250 ${keywords.join(' ')}`);
  talk.say('STARTTLS');
  const starttls = await hearReply(talk, limits, kindOf);
  if (!starttls.ok) return protocolError('starttls', starttls);
  return starttls.lines[0].startsWith('220') ? 'ready' : refusedTls(starttls.lines[0]);
};

function kindOf(line: string): LineKind {
  const [, mark] = /^[2-5]\d\d(-| |$)/.exec(line) ?? [];
  if (mark === undefined) return 'foreign';
  return mark === '-' ? 'more' : 'last';
}

function literal(address: string): string {
  return address.includes(':') ? `[IPv6:${address.replace(/%.*$/, '')}]` : `[${address}]`;
}
