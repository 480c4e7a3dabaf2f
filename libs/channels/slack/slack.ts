import { z } from 'zod';
import type { AlertMessage } from '#libs/alerts/message.js';
import { channel, type Occasion } from '../channel.js';
import { cut } from '../clean.js';
import { HeaderValue, WebUrl, webSettings } from '../settings.js';
import { fitting, type Shortened } from '../shorten.js';
import { told } from '../told.js';
import type { HttpWire } from '../wire.js';
import { isOver, standing } from '../words.js';
import { blocksOf } from './blocks.js';
import { judgeSlack } from './judge-slack.js';

const Slack = z
  .strictObject({
    url: WebUrl.nullable().default(null).describe('address of an incoming webhook; or, instead of it, the next two'),
    botToken: HeaderValue.nullable()
      .default(null)
      .describe('token of a bot (`xoxb-…`) with `chat:write`: updates stand in a thread'),
    conversation: z
      .string()
      .regex(/^[A-Z0-9]{6,20}$/, 'must be the id of a conversation, e.g. C0123456789')
      .nullable()
      .default(null)
      .describe('id of the conversation the bot writes to'),
    apiUrl: WebUrl.default('https://slack.com/api').describe('base address of the API, for GovSlack'),
    ...webSettings,
  })
  .refine(
    ({ url, botToken, conversation }) =>
      (url === null) === (botToken !== null) && (botToken === null) === (conversation === null),
    'needs either url, or botToken and conversation',
  );
type Slack = z.infer<typeof Slack>;

/** Slack refuses blocks of more than about 13,200 characters together (msg_blocks_too_long), a limit that it does not document. */
const SPACE = { bytes: 11_000, subjects: 10 };
const FALLBACK = 1000;

export const slack = channel<Slack>({
  name: 'slack',
  title: 'Slack',
  about:
    'Block Kit through an incoming webhook, or through a bot. With a bot the messages of one alert stand in a thread under the first one, and that one is rewritten when the alert is over. Texts are `plain_text` and rich text, in which Slack reads no markup, mention or emoji; `text` is there for notifications.',
  limitWords:
    'A message has at most 11,000 bytes of blocks, well below the undocumented limit, and ten subjects. Subjects and facts are left out first, from the end; then commands (whole ones); then texts are cut. One message a second.',
  testing: 'The test message appears in the conversation.',
  Settings: Slack,
  secrets: ['url', 'botToken'],
  addressed: [],
  sampleSettings: { botToken: 'xoxb-sample', conversation: 'C0123456789' },
  space: SPACE,
  rates: [
    { sendings: 1, withinMs: 1_000 },
    { sendings: 30, withinMs: 60_000 },
  ],
  isMail: false,
  resend: null,
  together: 'all',
  carries: () => true,
  form: (message, settings, occasion) => {
    const content = contentOf(message);
    const { url, botToken, conversation } = settings;
    if (url !== null) return [post(settings, url, content)];
    const first = threadOf(occasion, conversation);
    const own = { ...content, channel: conversation };
    if (first === null) return [call(settings, botToken, 'chat.postMessage', own)];
    const update = { ...content, channel: first.channel, ts: first.ts };
    const reply = call(settings, botToken, 'chat.postMessage', { ...own, channel: first.channel, thread_ts: first.ts });
    return isOver(message) ? [call(settings, botToken, 'chat.update', update), reply] : [reply];
  },
  judge: judgeSlack,
});

interface Content {
  readonly text: string;
  readonly blocks: readonly unknown[];
  readonly mrkdwn: false;
  readonly unfurl_links: false;
  readonly unfurl_media: false;
}

function contentOf(message: AlertMessage): Content {
  const text = entities(cut(`${standing(message)}: ${message.title}`, FALLBACK));
  const blocks = fitting(message, SPACE, (shortened: Shortened) => blocksOf(told(shortened)));
  return { text, blocks, mrkdwn: false, unfurl_links: false, unfurl_media: false };
}

/** The three characters that Slack reads in every text. */
function entities(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** The first message, as `judgeSlack` wrote its receipt: `C0123456789/1732270867.000200`. */
function threadOf({ thread }: Occasion, conversation: string | null) {
  const [, channel, ts] = /^([A-Z0-9]{6,20})\/(\d{1,12}\.\d{1,9})$/.exec(thread ?? '') ?? [];
  return channel === undefined || ts === undefined || channel !== conversation ? null : { channel, ts };
}

function call(settings: Slack, token: string | null, method: string, body: unknown): HttpWire {
  const base = settings.apiUrl.replace(/\/+$/, '');
  return post(settings, `${base}/${method}`, body, { authorization: `Bearer ${token ?? ''}` });
}

function post({ ca }: Slack, url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpWire {
  return {
    kind: 'http',
    url,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
    body: JSON.stringify(body),
    ca,
    handshake: null,
  };
}
