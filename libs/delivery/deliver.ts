import type { AlertMessage } from '#libs/alerts/message.js';
import type { Answer } from '#libs/channels/answer.js';
import type { Channel, ChannelName, Occasion } from '#libs/channels/channel.js';
import { channelNamed } from '#libs/channels/channels.js';
import { outcomeOf } from '#libs/channels/judge.js';
import { never, type Outcome } from '#libs/channels/outcome.js';
import { secretTexts, withoutSecrets } from '#libs/channels/redact.js';
import type { HttpWire, Wire } from '#libs/channels/wire.js';
import { disagreement } from './handshake.js';
import { exchange } from './http.js';
import { sendMail } from './mail.js';
import type { Means } from './means.js';
import { runProgram } from './program.js';
import { sendSyslog } from './syslog.js';

export interface Delivery {
  readonly channel: ChannelName;
  /** With their secrets open. */
  readonly settings: unknown;
  readonly message: AlertMessage;
  readonly occasion: Occasion;
}

/** Gives a message to a receiver and says what came of it. Never throws; no secret of the settings stands in what it says. */
export async function deliver(delivery: Delivery, means: Means, stop: AbortSignal): Promise<Outcome> {
  const channel = channelNamed(delivery.channel);
  if (channel === undefined) return never(`there is no channel ${delivery.channel}`, 'Remove it.');
  const { message, settings, occasion } = delivery;
  const formed = channel.form(message, settings, occasion);
  if (!formed.ok) {
    const faults = formed.faults.map(({ place, message: words }) => `${place} ${words}`).join('; ');
    return never(`the settings cannot be used: ${faults}`, 'Correct the settings of the channel, then send a test.');
  }
  if (formed.wires.length === 0)
    return never(`${channel.title} does not carry this kind of message`, 'Route it elsewhere.');
  // A test asks anew whether it is wanted.
  if (message.kind === 'test')
    for (const wire of formed.wires) if (wire.kind === 'http') means.handshakes.delete(wire.url);
  const outcome = outcomeOf(await outcomes(channel, formed.wires, means, stop), channel.together);
  return silent(outcome, secretTexts(settings, channel.secrets));
}

/** Where all must arrive they go one after another, and what failed ends it; where one is enough they go at once. */
async function outcomes(
  channel: Channel,
  wires: readonly Wire[],
  means: Means,
  stop: AbortSignal,
): Promise<readonly Outcome[]> {
  const one = async (wire: Wire): Promise<Outcome> => channel.judge(await carried(wire, means, stop), means.now());
  if (channel.together === 'any') return Promise.all(wires.map(one));
  const found: Outcome[] = [];
  for (const wire of wires) {
    const outcome = await one(wire);
    found.push(outcome);
    if (outcome.kind !== 'delivered') break;
  }
  return found;
}

function carried(wire: Wire, means: Means, stop: AbortSignal): Promise<Answer> {
  switch (wire.kind) {
    case 'http':
      return post(wire, means, stop);
    case 'mail':
      return sendMail(wire, means, stop);
    case 'syslog':
      return sendSyslog(wire, means, stop);
    case 'program':
      return runProgram(wire, means, stop);
  }
}

async function post(wire: HttpWire, means: Means, stop: AbortSignal): Promise<Answer> {
  const no = await disagreement(wire, means, stop);
  return no ?? exchange({ method: 'POST', ...wire }, means, stop);
}

function silent(outcome: Outcome, secrets: readonly string[]): Outcome {
  const clean = (text: string) => withoutSecrets(text, secrets);
  const cleanOrNull = (text: string | null) => (text === null ? null : clean(text));
  switch (outcome.kind) {
    case 'delivered':
      return { ...outcome, receipt: cleanOrNull(outcome.receipt), note: cleanOrNull(outcome.note) };
    case 'never':
      return { ...outcome, why: clean(outcome.why), remedy: clean(outcome.remedy) };
    default:
      return { ...outcome, why: clean(outcome.why) };
  }
}
