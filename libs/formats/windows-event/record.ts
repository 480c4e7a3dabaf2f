import type { When } from '../cmdlet-log/ran.js';

/** A record of a Windows event log, in whichever form it was exported. Undefined: the export does not say. */
export interface WindowsRecord {
  readonly place: string;
  readonly provider: string;
  readonly eventId: number;
  readonly when: When;
  readonly computer?: string | undefined;
  /** The log: `Application`, `MSExchange Management`. */
  readonly channel?: string | undefined;
  /** `EventRecordID`, as digits: larger than any number that JSON keeps, perhaps. */
  readonly recordId?: string | undefined;
  /** The number that Windows gives the level; its name depends on the language. */
  readonly level?: number | undefined;
  /** What the provider put into its message, in order. Null: the export has the message only. */
  readonly inserts: readonly Insert[] | null;
  /** The whole message in the language of the machine that exported it. */
  readonly message?: string | undefined;
}

export interface Insert {
  readonly name?: string | undefined;
  readonly text: string;
}

const LONGEST_NAME = 256;

/**
 * What Windows calls a record: its number in its log on its computer, with the instant, for a log that is made anew counts from one again.
 * A record of which only the message was exported is another witness, for it says less.
 */
export function idOf(record: WindowsRecord): string | undefined {
  const chain = chainOf(record);
  if (chain === null || !record.when.ok) return undefined;
  return `${chain.epoch}/${chain.number}@${record.when.at}${record.inserts === null ? '/message' : ''}`;
}

/** The order of a record within its log: the number, padded, and the log that counts. Empty: the export does not say. */
export function orderOf(record: WindowsRecord): { readonly sequence?: string; readonly epoch?: string } {
  const chain = chainOf(record);
  return chain === null ? {} : { sequence: chain.number.padStart(20, '0'), epoch: chain.epoch };
}

function chainOf({ channel, computer, recordId }: WindowsRecord): { epoch: string; number: string } | null {
  if (channel === undefined || computer === undefined || recordId === undefined) return null;
  if (channel.length > LONGEST_NAME || computer.length > LONGEST_NAME) return null;
  return { epoch: `${computer.toLowerCase()}/${channel}`, number: recordId };
}
