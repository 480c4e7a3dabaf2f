import {
  hearReply,
  notAdvertised,
  protocolError,
  refusedTls,
  turnedAway,
  type Dialogue,
  type LineKind,
} from './dialogue.js';

/** IMAP up to STARTTLS. @cite RFC 9051, 6.2.1 */
export const imap: Dialogue = async (talk, { limits }) => {
  const greeting = await hearReply(talk, limits, (line) =>
    /^\* (?:OK|PREAUTH|BYE)\b/i.test(line) ? 'last' : 'foreign',
  );
  if (!greeting.ok) return protocolError('greeting', greeting);
  if (/^\* BYE/i.test(greeting.lines[0])) return turnedAway('greeting', greeting.lines[0]);
  talk.say('a CAPABILITY');
  const answer = await hearReply(talk, limits, taggedWith('a'));
  if (!answer.ok) return protocolError('capabilities', answer);
  const last = answer.lines.at(-1) ?? '';
  if (!/^a OK\b/i.test(last)) return turnedAway('capabilities', last);
  const offers = answer.lines.filter((line) => /^\* CAPABILITY /i.test(line));
  if (!offers.some((line) => / STARTTLS(?: |$)/i.test(line.trimEnd()))) return notAdvertised(offers[0] ?? last);
  talk.say('b STARTTLS');
  const starttls = await hearReply(talk, limits, taggedWith('b'));
  if (!starttls.ok) return protocolError('starttls', starttls);
  const said = starttls.lines.at(-1) ?? '';
  return /^b OK\b/i.test(said) ? 'ready' : refusedTls(said);
};

function taggedWith(tag: string): (line: string) => LineKind {
  return (line) => (line.startsWith('* ') ? 'more' : line.toLowerCase().startsWith(`${tag} `) ? 'last' : 'foreign');
}
