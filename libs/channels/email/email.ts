import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AlertMessage } from '#libs/alerts/message.js';
import { channel, type Occasion } from '../channel.js';
import { bytesOf, fitting } from '../shorten.js';
import { cut } from '../clean.js';
import { AuthorityPem, HostName, Port } from '../settings.js';
import { told } from '../told.js';
import { isOpen, stateWord } from '../words.js';
import { htmlPart } from './html-part.js';
import { judgeMail } from './judge-mail.js';
import { textPart } from './text-part.js';

/** An address and nothing beside it: no name, no comment, no list. */
const MailAddress = z
  .string()
  .max(254)
  .regex(
    /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/i,
    'must be a mail address, e.g. alerts@example.com',
  );

const Credential = z
  .string()
  .min(1)
  .max(1000)
  .regex(/^[^\x00-\x1f\x7f]+$/, 'must not hold control characters');

const Email = z
  .strictObject({
    host: HostName.describe('the relay; not one of the servers that are watched'),
    port: Port.default(587).describe('its port: 587 with `starttls`, 465 with `tls`'),
    tls: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .describe('`starttls` never falls back to plaintext; `none` only without a password'),
    user: Credential.nullable().default(null).describe('user name at the relay'),
    password: Credential.nullable().default(null).describe('its password'),
    from: MailAddress.describe('sender'),
    to: z.array(MailAddress).min(1).max(50).describe('recipients'),
    replyTo: MailAddress.nullable().default(null).describe('where answers go'),
    ca: AuthorityPem.nullable().default(null).describe('certificate of an own authority, PEM, beside the public ones'),
  })
  .refine(({ user, password }) => (user === null) === (password === null), 'needs user and password, or neither')
  .refine(
    ({ tls, password }) => tls !== 'none' || password === null,
    'sends no password without TLS: use starttls or tls',
  );
type Email = z.infer<typeof Email>;

const SPACE = { bytes: 100_000, subjects: 50 };
const SUBJECT = 150;

export const email = channel<Email>({
  name: 'email',
  title: 'E-mail',
  about:
    'One mail with a text and an HTML part, which says the same without images or scripts, dark and light. The mails of one alert stand in one thread: `References` and `In-Reply-To` are the same for all of them, `Message-ID` for each try of one. `Auto-Submitted: auto-generated` and `X-Auto-Response-Suppress` keep robots from answering. **A mail about broken mail flow may not arrive**: critical alerts need another channel beside it, and a relay outside of the servers that are watched.',
  limitWords:
    'At most 100 kB and 50 subjects. Subjects and facts are left out first, from the end. Where a relay refuses some of the recipients, the others have the mail and the result names those it refused.',
  testing: 'The test message has `[test]` in its subject.',
  Settings: Email,
  secrets: ['password'],
  addressed: ['host', 'port', 'tls', 'ca'],
  sampleSettings: { host: 'relay.example.com', from: 'certfleet@example.com', to: ['messaging-team@example.com'] },
  space: SPACE,
  rates: [{ sendings: 30, withinMs: 60_000 }],
  isMail: true,
  resend: null,
  together: 'all',
  carries: () => true,
  form: (message, settings, occasion) => {
    const { host, port, tls, user, password, ca, from, to, replyTo } = settings;
    const parts = fitting(
      message,
      SPACE,
      (shortened) => ({ text: textPart(told(shortened)), html: htmlPart(told(shortened)) }),
      ({ text, html }) => bytesOf(text) + bytesOf(html),
    );
    return [
      {
        kind: 'mail',
        relay: { host, port, tls, user, password, ca },
        from,
        to,
        replyTo,
        subject: subjectOf(message),
        ...parts,
        ...idsOf(message, from, occasion),
        urgent: isOpen(message) && message.severity === 'critical',
        headers: {
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
          'X-Certfleet-Alert': message.id,
          'X-Certfleet-State': stateWord(message).toLowerCase(),
        },
      },
    ];
  },
  judge: judgeMail,
});

/** `[contoso][critical] EX01: default SMTP certificate overwritten`; whatever does not fire says what it is instead of the severity. */
export function subjectOf(message: AlertMessage): string {
  const mark = isOpen(message) && message.severity !== null ? message.severity : stateWord(message).toLowerCase();
  return cut(`[${cut(message.organization, 40)}][${mark}] ${message.title}`, SUBJECT);
}

/** Ids say nothing of what they are about: mail systems log them. */
function idsOf({ id, organization }: AlertMessage, from: string, { sendingId }: Occasion) {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    messageId: `<${hashed(`sending\n${organization}\n${sendingId}`)}@${domain}>`,
    references: `<${hashed(`alert\n${organization}\n${id}`)}@${domain}>`,
  };
}

function hashed(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
