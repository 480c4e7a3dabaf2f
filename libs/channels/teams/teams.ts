import { z } from 'zod';
import type { AlertMessage } from '#libs/alerts/message.js';
import type { Answer } from '../answer.js';
import { channel } from '../channel.js';
import { clean } from '../clean.js';
import { judgeHttp, said } from '../judge.js';
import { delivered, never, retry, type Outcome } from '../outcome.js';
import { WebUrl, webSettings } from '../settings.js';
import { fitting } from '../shorten.js';
import { told } from '../told.js';
import { cardOf } from './card.js';

const Teams = z.strictObject({
  url: WebUrl.describe(
    'address of the workflow “Post to a channel when a webhook request is received”, with its `sig`',
  ),
  ...webSettings,
});
type Teams = z.infer<typeof Teams>;

/** Teams takes 28 kB; trouble was measured from 21 kB on. */
const SPACE = { bytes: 20_000, subjects: 10 };

export const teams = channel<Teams>({
  name: 'teams',
  title: 'Microsoft Teams',
  about:
    'An [Adaptive Card](https://adaptivecards.io/), version 1.2, posted to a workflow of Power Automate (“Post to a channel when a webhook request is received”); the connectors of Office 365 are gone. The `sig` in the address is its secret: the whole address is kept sealed. Texts stand in TextRuns, in which Teams reads no Markdown.',
  limitWords:
    'A card has at most 20 kB (Teams refuses 28 kB, and has trouble from 21 kB on) and ten subjects. Subjects and facts are left out first, from the end; then commands (whole ones); then texts are cut. Two messages a second.',
  testing:
    '202 means that the workflow was started, not that the card appeared: look at the channel, and at the run history of the workflow.',
  Settings: Teams,
  secrets: ['url'],
  addressed: [],
  sampleSettings: {
    url: 'https://prod-11.westeurope.logic.azure.com/workflows/0a1b/triggers/manual/paths/invoke?api-version=2016-06-01&sig=sample',
  },
  space: SPACE,
  rates: [
    { sendings: 2, withinMs: 1_000 },
    { sendings: 60, withinMs: 60_000 },
  ],
  isMail: false,
  resend: null,
  together: 'all',
  carries: () => true,
  form: (message, { url, ca }) => [
    {
      kind: 'http',
      url,
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: cardMessage(message),
      ca,
      handshake: null,
    },
  ],
  judge: judgeTeams,
});

function cardMessage(message: AlertMessage): string {
  return fitting(message, SPACE, (shortened) =>
    JSON.stringify({
      type: 'message',
      attachments: [
        {
          contentType: 'application/vnd.microsoft.card.adaptive',
          contentUrl: null,
          content: cardOf(told(shortened)),
        },
      ],
    }),
  );
}

const STARTED = 'the workflow was started; whether the card appeared only Teams knows';

function judgeTeams(answer: Answer, at: number): Outcome {
  const outcome = judgeHttp(answer, at);
  if (answer.kind !== 'http') return outcome;
  if (answer.status === 404)
    return never(
      said(answer),
      'The workflow was deleted or turned off: turn it on, or make a new one and enter its address.',
    );
  // Gateways before Teams have said 200 and meant this.
  if (outcome.kind === 'delivered' && /HTTP error 429/i.test(answer.body)) return retry('answered 200, and meant 429');
  if (outcome.kind !== 'delivered') return outcome;
  return delivered(clean(answer.headers['x-ms-workflow-run-id'] ?? '', 100) || null, STARTED);
}
