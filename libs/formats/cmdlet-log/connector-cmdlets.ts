/**
 * The connector and client protocol cmdlets in a log. Only the parameters that were given are said: what New- takes from defaults, the
 * log does not tell.
 * @cite PS-SETRC, PS-SETSC, PS-POP, PS-IMAP (A)
 */
import { ClientProtocolSettings, ReceiveConnector, SendConnector } from '../fleet-document/schema.js';
import { unnamedServer } from './certificate-cmdlets.js';
import { oneText } from './given.js';
import { CLIENT_PROTOCOL, readParameters, RECEIVE_CONNECTOR, SEND_CONNECTOR } from './parameters-of-object.js';
import { objectOf, serverOf, type Named } from './place-of-cmdlet.js';
import { did, doubt, NOTHING, withDoubts, type Deed, type Ran, type Told } from './told.js';

type Kind = 'receive' | 'send';

const REMEDY = {
  receive: 'Export Get-ReceiveConnector after it.',
  send: 'Export Get-SendConnector after it.',
} as const;

export function setReceiveConnector(ran: Ran): Told {
  return setConnector(ran, 'receive');
}

export function setSendConnector(ran: Ran): Told {
  return setConnector(ran, 'send');
}

export function newReceiveConnector(ran: Ran): Told {
  return newConnector(ran, 'receive');
}

export function newSendConnector(ran: Ran): Told {
  return newConnector(ran, 'send');
}

export function removeReceiveConnector(ran: Ran): Told {
  return removeConnector(ran, 'receive');
}

export function removeSendConnector(ran: Ran): Told {
  return removeConnector(ran, 'send');
}

/** A renamed connector goes under its old name and comes under the new one, with what was given at once. */
function setConnector(ran: Ran, kind: Kind): Told {
  const connector = objectOf(ran);
  if (connector === null) return doubt(nameless(ran, kind));
  const renamed = newName(ran);
  const told = configured(ran, kind, renamed === null ? connector : { ...connector, name: renamed });
  if (renamed === null || renamed.toLowerCase() === connector.name.toLowerCase()) return told;
  const gone = removed(ran, kind, connector);
  if (gone === null) return doubt(unnamedServer(ran.cmdlet));
  const doubtOfRest = `${ran.cmdlet}: the connector was renamed; what else is known of it is not carried over. ${REMEDY[kind]}`;
  return withDoubts({ deeds: [gone, ...told.deeds], doubts: told.doubts }, [doubtOfRest]);
}

function newConnector(ran: Ran, kind: Kind): Told {
  const name = newName(ran) ?? objectOf(ran)?.name ?? null;
  if (name === null) return doubt(nameless(ran, kind));
  return configured(ran, kind, { server: objectOf(ran)?.server ?? null, name }, true);
}

function removeConnector(ran: Ran, kind: Kind): Told {
  const connector = objectOf(ran);
  if (connector === null) return doubt(nameless(ran, kind));
  const gone = removed(ran, kind, connector);
  return gone === null ? doubt(unnamedServer(ran.cmdlet)) : did(gone);
}

function configured(ran: Ran, kind: Kind, connector: Named, isNew = false): Told {
  const { name } = connector;
  const parameters = kind === 'receive' ? RECEIVE_CONNECTOR : SEND_CONNECTOR;
  const read = readParameters<string>(ran, parameters, REMEDY[kind]);
  if (!read.any && !isNew && newName(ran) === null) return NOTHING;
  const server = kind === 'receive' ? serverOf(ran, connector) : null;
  if (server === undefined) return doubt(unnamedServer(ran.cmdlet));
  const deed = connectorDeed(kind, server, { ...read.values, name });
  return deed === null ? doubt(unfit(ran, kind)) : withDoubts(did(deed), read.doubts);
}

function connectorDeed(kind: Kind, server: string | null, keys: object): Deed | null {
  if (kind === 'receive') {
    const shaped = ReceiveConnector.safeParse(keys);
    return shaped.success ? { type: 'receive-connector.configured', server, data: shaped.data } : null;
  }
  const shaped = SendConnector.safeParse(keys);
  return shaped.success ? { type: 'send-connector.configured', server: null, data: shaped.data } : null;
}

/** Null: its server is named in a way that says nothing here. */
function removed(ran: Ran, kind: Kind, connector: Named): Deed | null {
  const { name } = connector;
  if (kind === 'send') return { type: 'send-connector.removed', server: null, data: { name } };
  const server = serverOf(ran, connector);
  return server === undefined ? null : { type: 'receive-connector.removed', server, data: { name } };
}

function newName(ran: Ran): string | null {
  const given = ran.parameters.get('name');
  return given === undefined ? null : (oneText(given) ?? null);
}

function nameless(ran: Ran, kind: Kind): string {
  return `${ran.cmdlet}: the record does not name the connector. ${REMEDY[kind]}`;
}

function unfit(ran: Ran, kind: Kind): string {
  return `${ran.cmdlet}: what the record says fits no connector. ${REMEDY[kind]}`;
}

export function setPopSettings(ran: Ran): Told {
  return setClientProtocol(ran, 'pop');
}

export function setImapSettings(ran: Ran): Told {
  return setClientProtocol(ran, 'imap');
}

function setClientProtocol(ran: Ran, protocol: 'pop' | 'imap'): Told {
  const cmdlet = protocol === 'pop' ? 'Get-PopSettings' : 'Get-ImapSettings';
  const read = readParameters<string>(ran, CLIENT_PROTOCOL, `Export ${cmdlet} after it.`);
  if (!read.any) return NOTHING;
  const settings = ClientProtocolSettings.safeParse(read.values);
  if (!settings.success || Object.keys(settings.data).length === 0) return { deeds: [], doubts: read.doubts };
  const server = serverOf(ran, objectOf(ran));
  if (server === undefined) return doubt(unnamedServer(ran.cmdlet));
  return withDoubts(
    did({ type: 'client-protocol.configured', server, data: { protocol, settings: settings.data } }),
    read.doubts,
  );
}
