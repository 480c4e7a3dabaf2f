import { z } from 'zod';
import { EXCHANGE_SERVICES } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import type { EventType } from '#libs/fleet/event.js';
import {
  AuthConfig,
  ClientProtocolSettings,
  EdgeSubscription,
  Hybrid,
  IisBinding,
  LONGEST_NAME,
  Name,
  Organization,
  ReceiveConnector,
  SendConnector,
  Server,
  SERVER_FACTS,
  UmSettings,
} from '../fleet-document/schema.js';

/* The `data` of each event type (CONTRACT section 7). */

const LONGEST_ENDPOINT = 1024;
const LONGEST_NOTE = 64 * 1024;
const LONGEST_CERTIFICATE = 4 * 1024 * 1024;
const MOST_OF_A_CHAIN = 32;

/** SHA-1 in hex; blanks and lower case are accepted and put right. */
const Thumbprint = z
  .string()
  .max(256)
  .regex(/^\s*(?:[0-9a-fA-F]\s*){40}$/)
  .overwrite(normalizeThumbprint);

const Named = z.strictObject({ name: Name });
const Complete = z.exactOptional(z.array(z.string()));

/** The type and the data of an event. */
function body<T extends EventType, D extends z.ZodType>(type: T, data: D) {
  return z.strictObject({ type: z.literal(type), data });
}

/** An inventory whose source is the organization. */
export const OrganizationInventory = body(
  'inventory.observed',
  z.strictObject({ ...Organization.shape, complete: Complete }),
);

export const EventBody = z.discriminatedUnion('type', [
  body('server.observed', z.strictObject({ fqdn: Name, ...SERVER_FACTS })),
  body(
    'certificate.imported',
    z.strictObject({
      certificate: z.string().max(LONGEST_CERTIFICATE).regex(/\S/),
      hasPrivateKey: z.exactOptional(z.nullable(z.boolean())),
      keyProvider: z.exactOptional(z.nullable(z.enum(['CAPI', 'CNG']))),
      friendlyName: z.exactOptional(z.nullable(z.string())),
    }),
  ),
  body(
    'certificate.enabled',
    z.strictObject({
      thumbprint: Thumbprint,
      services: z.array(z.enum([...EXCHANGE_SERVICES, 'None'])),
      answer: z.exactOptional(z.enum(['yes', 'no', 'force', 'unknown'])),
      surface: z.exactOptional(z.enum(['shell', 'eac'])),
      doNotRequireSsl: z.exactOptional(z.boolean()),
    }),
  ),
  body(
    'default-smtp-certificate.overwritten',
    z.strictObject({ previous: z.exactOptional(z.nullable(Thumbprint)), current: z.nullable(Thumbprint) }),
  ),
  body('certificate.removed', z.strictObject({ thumbprint: Thumbprint })),
  body('receive-connector.configured', ReceiveConnector),
  body('receive-connector.removed', Named),
  body('send-connector.configured', SendConnector),
  body('send-connector.removed', Named),
  body('iis-binding.configured', IisBinding),
  body('iis-binding.removed', IisBinding.pick({ site: true, ipAddress: true, port: true, hostName: true })),
  body(
    'client-protocol.configured',
    z.discriminatedUnion('protocol', [
      z.strictObject({ protocol: z.enum(['pop', 'imap']), settings: z.nullable(ClientProtocolSettings) }),
      z.strictObject({ protocol: z.literal('um'), settings: z.nullable(UmSettings) }),
    ]),
  ),
  body('edge-subscription.added', EdgeSubscription),
  body('edge-subscription.removed', EdgeSubscription),
  body('hybrid.configured', z.nullable(Hybrid)),
  body('auth-config.changed', z.nullable(AuthConfig)),
  body('inventory.observed', z.strictObject({ ...Server.shape, fqdn: z.exactOptional(Name), complete: Complete })),
  body(
    'presentation.observed',
    z.strictObject({
      endpoint: z.string().max(LONGEST_ENDPOINT).regex(/\S/),
      chain: z.array(z.string().max(LONGEST_CERTIFICATE)).max(MOST_OF_A_CHAIN),
      observedFrom: z.exactOptional(z.string()),
      outcome: z.exactOptional(z.enum(['PRESENTED', 'NOT_ADVERTISED', 'HANDSHAKE_FAILS'])),
      reason: z.exactOptional(z.string().max(LONGEST_NAME)),
      line: z.exactOptional(z.string().max(LONGEST_ENDPOINT)),
      protocol: z.exactOptional(z.string().max(LONGEST_NAME)),
      port: z.exactOptional(z.int().min(0).max(65_535)),
      serverName: z.exactOptional(z.nullable(z.string().max(LONGEST_NAME))),
      injectedBytes: z.exactOptional(z.int().min(0)),
    }),
  ),
  body(
    'windows-event.logged',
    z.strictObject({
      provider: Name,
      eventId: z.int().min(0).max(0xffff_ffff),
      level: z.exactOptional(z.string().max(LONGEST_NAME)),
      message: z.exactOptional(z.string().max(LONGEST_NOTE)),
      thumbprint: z.exactOptional(Thumbprint),
      subject: z.exactOptional(z.string().max(LONGEST_ENDPOINT)),
    }),
  ),
  body(
    'note.added',
    z.strictObject({
      text: z.string().max(LONGEST_NOTE).regex(/\S/),
      ticket: z.exactOptional(z.nullable(z.string())),
      refers: z.exactOptional(z.array(z.int())),
    }),
  ),
]);

/** Keys for which null means no more than absent. */
export const NULL_IS_ABSENT: Partial<Record<EventType, readonly string[]>> = {
  'certificate.enabled': ['answer', 'surface', 'doNotRequireSsl'],
  'inventory.observed': ['complete'],
  'presentation.observed': ['observedFrom', 'outcome', 'reason', 'line', 'protocol', 'port', 'injectedBytes'],
  'windows-event.logged': ['level', 'message', 'thumbprint', 'subject'],
  'note.added': ['refers'],
};

/** What a type tells of: events of one server name it in their source, or, where their data has its name, there. */
export const TELLS_OF: Readonly<Record<EventType, 'server' | 'organization' | 'either'>> = {
  'server.observed': 'either',
  'certificate.imported': 'server',
  'certificate.enabled': 'server',
  'default-smtp-certificate.overwritten': 'server',
  'certificate.removed': 'server',
  'receive-connector.configured': 'server',
  'receive-connector.removed': 'server',
  'send-connector.configured': 'organization',
  'send-connector.removed': 'organization',
  'iis-binding.configured': 'server',
  'iis-binding.removed': 'server',
  'client-protocol.configured': 'server',
  'edge-subscription.added': 'organization',
  'edge-subscription.removed': 'organization',
  'hybrid.configured': 'organization',
  'auth-config.changed': 'organization',
  'inventory.observed': 'either',
  'presentation.observed': 'server',
  'windows-event.logged': 'server',
  'note.added': 'either',
};
