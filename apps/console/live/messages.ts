/** One server-sent event. */
export interface Message {
  readonly id: string | null;
  readonly event: string | null;
  readonly data: string;
}

/** A message that is longer is given up, and the stream with it. */
const LONGEST = 8 * 1024 * 1024;

/** What is read of a stream so far: the text behind the last whole message. */
export interface Reading {
  readonly messages: readonly Message[];
  readonly rest: string;
}

/**
 * Takes the whole messages off a text of server-sent events. Comments and fields that are not known are read around.
 *
 * @throws RangeError where a message never ends.
 */
export function readMessages(rest: string, chunk: string): Reading {
  // A CR at the end may be half of a line break.
  const text = (rest + chunk).replace(/\r\n/g, '\n');
  const blocks = text.split(/\n\n|\r\r/);
  const last = blocks.pop() ?? '';
  if (last.length > LONGEST) throw new RangeError('A message of the stream is too long.');
  return { messages: blocks.flatMap(messageOf), rest: last };
}

function messageOf(block: string): readonly Message[] {
  let id: string | null = null;
  let event: string | null = null;
  const data: string[] = [];
  for (const line of block.split(/\n|\r/)) {
    const [, field, value = ''] = /^([a-z]+)(?:: ?([^]*))?$/.exec(line) ?? [];
    if (field === 'id') id = value;
    else if (field === 'event') event = value;
    else if (field === 'data') data.push(value);
  }
  return data.length === 0 ? [] : [{ id, event, data: data.join('\n') }];
}
