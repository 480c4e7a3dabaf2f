import { z } from 'zod';
import { EXCHANGE_SERVICES } from '#libs/certificates/certificate.js';
import { normalizeThumbprint } from '#libs/certificates/thumbprint.js';
import {
  Certificate,
  LONGEST_NAME,
  Name,
  ReceiveConnector,
  SendConnector,
} from '#libs/formats/fleet-document/schema.js';
import { ANSWERS, CMDLETS, SURFACES, type Command } from './command.js';

/*
 * The shapes of CONTRACT section 4. Certificates and connectors are those of the fleet document.
 */

export type Cmdlet = (typeof CMDLETS)[number];

const flag = z.exactOptional(z.boolean());
/** `SERVER\name` is two names. */
const Identity = z
  .string()
  .max(2 * LONGEST_NAME + 1)
  .regex(/\S/);
const Thumbprint = Certificate.shape.thumbprint.transform(normalizeThumbprint);
const Services = z.array(z.enum([...EXCHANGE_SERVICES, 'None']));

const asked = { answer: z.exactOptional(z.enum(ANSWERS)), surface: z.exactOptional(z.enum(SURFACES)) };

export const SHAPES: Readonly<Record<Cmdlet, z.ZodType<Command>>> = {
  'Enable-ExchangeCertificate': z.strictObject({
    cmdlet: z.literal('Enable-ExchangeCertificate'),
    server: Name,
    thumbprint: Thumbprint,
    services: Services,
    ...asked,
    doNotRequireSsl: flag,
    networkServiceAllowed: flag,
  }),
  'Import-ExchangeCertificate': z.strictObject({
    cmdlet: z.literal('Import-ExchangeCertificate'),
    server: Name,
    certificate: Certificate.extend({ thumbprint: Thumbprint }),
    ...asked,
  }),
  'New-ExchangeCertificate': z.strictObject({
    cmdlet: z.literal('New-ExchangeCertificate'),
    server: Name,
    certificate: z.exactOptional(Certificate.extend({ thumbprint: z.exactOptional(Thumbprint) })),
    services: z.exactOptional(z.nullable(Services)),
    ...asked,
    generateRequest: flag,
  }),
  'Remove-ExchangeCertificate': z.strictObject({
    cmdlet: z.literal('Remove-ExchangeCertificate'),
    server: Name,
    thumbprint: Thumbprint,
    ...asked,
  }),
  'Set-ReceiveConnector': z.strictObject({
    cmdlet: z.literal('Set-ReceiveConnector'),
    server: z.exactOptional(Name),
    identity: Identity,
    ...ReceiveConnector.omit({ name: true }).shape,
  }),
  'Set-SendConnector': z.strictObject({
    cmdlet: z.literal('Set-SendConnector'),
    identity: Identity,
    ...SendConnector.omit({ name: true }).shape,
  }),
  'Set-PopSettings': clientProtocol('Set-PopSettings'),
  'Set-ImapSettings': clientProtocol('Set-ImapSettings'),
};

function clientProtocol<Which extends 'Set-PopSettings' | 'Set-ImapSettings'>(cmdlet: Which) {
  return z.strictObject({ cmdlet: z.literal(cmdlet), server: Name, x509CertificateName: z.nullable(z.string()) });
}

export function isCmdlet(text: unknown): text is Cmdlet {
  return CMDLETS.some((cmdlet) => cmdlet === text);
}
