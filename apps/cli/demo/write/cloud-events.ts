/** What scripts and people post to Certfleet as CloudEvents. */
import type { EventData, EventType } from '#libs/fleet/event.js';
import type { Answer, Command } from '#libs/planning/command.js';
import { isOther, serverOf, type Happened } from '../chronicle.js';
import { later } from '../calendar.js';
import type { Actor, Noted, Ran } from '../moments.js';

export function cloudEvents(file: string, happened: readonly Happened[]): string {
  const told = happened.flatMap(eventsOf);
  const events = told.map(({ at, on, by, type, data }, index) => ({
    specversion: '1.0',
    id: `${file}#${index + 1}`,
    source: `/organizations/default${on === null ? '' : `/servers/${on.toLowerCase()}.contoso.com`}`,
    type: `certfleet.${type}.v1`,
    time: at,
    datacontenttype: 'application/json',
    actor: by.name,
    actorkind: by.kind,
    ...(by.tool === undefined ? {} : { tool: by.tool }),
    correlationid: file,
    data,
  }));
  return `${JSON.stringify(events, null, 2)}\n`;
}

type Told = { [T in EventType]: ToldOf<T> }[EventType];

interface ToldOf<T extends EventType> {
  readonly at: string;
  /** Null: the organization. */
  readonly on: string | null;
  readonly by: Actor;
  readonly type: T;
  readonly data: EventData[T];
}

function eventsOf({ moment, before, after }: Happened): readonly Told[] {
  if (moment.kind === 'noted') return [noteOf(moment)];
  if (moment.kind !== 'ran') return [];
  const { at, on, by, command } = moment;
  if (isOther(command)) return [];
  const told = { at, on, by };
  const [was, is] = [before, after].map((fleet) => serverOf(fleet, on).internalTransportCertificate);
  const overwritten: readonly Told[] =
    was === is || is == null
      ? []
      : [{ ...told, type: 'default-smtp-certificate.overwritten', data: { previous: was ?? null, current: is } }];
  return [...broughtBy(moment), ...deedOf(command, told), ...overwritten];
}

/** The certificate, and what the store says of it a second later: the chain that the server finds is in no certificate. */
function broughtBy({ at, on, by, brought, command }: Ran): readonly Told[] {
  if (brought === undefined) return [];
  const { pem, certificate } = brought;
  const { hasPrivateKey, keyProvider, friendlyName, thumbprint, isSelfSigned, status, rootCaType } = certificate;
  const data = {
    certificate: pem,
    ...(hasPrivateKey == null ? {} : { hasPrivateKey }),
    ...(keyProvider == null ? {} : { keyProvider }),
    ...(friendlyName == null ? {} : { friendlyName }),
  };
  const judged = {
    thumbprint,
    ...(isSelfSigned === undefined ? {} : { isSelfSigned }),
    ...(status === undefined ? {} : { status }),
    ...(rootCaType === undefined ? {} : { rootCaType }),
  };
  const imported: Told = { at: later(at, -1), on, by, type: 'certificate.imported', data };
  const stored: Told = { at, on, by, type: 'inventory.observed', data: { certificates: [judged] } };
  return command.cmdlet === 'Import-ExchangeCertificate'
    ? [
        { ...imported, at },
        { ...stored, at: later(at, 1) },
      ]
    : [imported, stored];
}

function deedOf(command: Command, told: Pick<Ran, 'at' | 'on' | 'by'>): readonly Told[] {
  switch (command.cmdlet) {
    case 'Enable-ExchangeCertificate': {
      const { thumbprint, services, answer, surface } = command;
      return [
        {
          ...told,
          type: 'certificate.enabled',
          data: { thumbprint, services, ...answered(answer, services), ...(surface === undefined ? {} : { surface }) },
        },
      ];
    }
    case 'New-ExchangeCertificate': {
      const { certificate, services, answer } = command;
      const data = {
        thumbprint: certificate?.thumbprint ?? '',
        services: services ?? [],
        ...answered(answer, services ?? []),
      };
      return [{ ...told, type: 'certificate.enabled', data }];
    }
    case 'Remove-ExchangeCertificate':
      return [{ ...told, type: 'certificate.removed', data: { thumbprint: command.thumbprint } }];
    default:
      return [];
  }
}

/** Only who asks for SMTP is asked. */
function answered(
  answer: Answer | undefined,
  services: readonly string[],
): Pick<EventData['certificate.enabled'], 'answer'> {
  return answer === undefined || answer === 'unanswered' || !services.includes('SMTP') ? {} : { answer };
}

function noteOf({ at, on, by, text, ticket }: Noted): Told {
  return { at, on, by, type: 'note.added', data: { text, ticket } };
}
