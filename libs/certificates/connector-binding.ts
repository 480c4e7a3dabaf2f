import { parseIpAddress, type IpAddress } from './ip-address.js';
import { isUnreadable, type Unreadable } from './unreadable.js';

/** One entry of a Receive connector's `Bindings`; `0.0.0.0` and `::` stand for every local address of their family. */
export interface ConnectorBinding {
  readonly address: IpAddress;
  readonly port: number;
}

/** The address and port of `address:port` or `[address]:port`, or what is wrong with the text. @cite rulebook 3.5 */
export function parseConnectorBinding(text: string): ConnectorBinding | Unreadable {
  const parts = /^(.+):(\d{1,5})$/.exec(text.trim());
  if (parts?.[1] === undefined) return { unreadable: 'is not of the form address:port' };
  const port = Number(parts[2]);
  if (port > 65535) return { unreadable: 'has a port beyond 65535' };
  const address = parseIpAddress(parts[1]);
  return isUnreadable(address) ? address : { address, port };
}
