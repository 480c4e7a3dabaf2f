import {
  hearReply,
  notAdvertised,
  protocolError,
  refusedTls,
  turnedAway,
  type Dialogue,
  type LineKind,
} from './dialogue.js';

/** POP up to STLS. @cite RFC 2595, 4; RFC 2449 */
export const pop: Dialogue = async (talk, { limits }) => {
  const greeting = await hearReply(talk, limits, status);
  if (!greeting.ok) return protocolError('greeting', greeting);
  if (!isOk(greeting.lines[0])) return turnedAway('greeting', greeting.lines[0]);
  talk.say('CAPA');
  const answer = await hearReply(talk, limits, listLine());
  if (!answer.ok) return protocolError('capabilities', answer);
  const [first, ...offers] = answer.lines;
  // A server without CAPA may know STLS all the same: it is asked.
  const known = isOk(first);
  if (known && !offers.some((line) => /^STLS\s*$/i.test(line))) return notAdvertised(`${first} ${offers.join(' ')}`);
  talk.say('STLS');
  const stls = await hearReply(talk, limits, status);
  if (!stls.ok) return protocolError('starttls', stls);
  const [said] = stls.lines;
  if (isOk(said)) return 'ready';
  return known ? refusedTls(said) : notAdvertised(said);
};

function status(line: string): LineKind {
  return /^(?:\+OK|-ERR)(?: |$)/.test(line) ? 'last' : 'foreign';
}

function isOk(line: string): boolean {
  return line.startsWith('+OK');
}

/** `+OK`, then lines up to one with a dot; `-ERR` alone. */
function listLine(): (line: string) => LineKind {
  let begun = false;
  return (line) => {
    if (begun) return line === '.' ? 'last' : 'more';
    begun = true;
    const kind = status(line);
    return kind === 'last' && isOk(line) ? 'more' : kind;
  };
}
