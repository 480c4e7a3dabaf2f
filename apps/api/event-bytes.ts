import { bytesOf } from './read-body.js';
import { Refused } from './refused.js';

const ATTRIBUTE = /^ce-([a-z0-9]{1,40})$/;

/**
 * The body as structured CloudEvents. An event in binary mode, whose attributes stand in `ce-` headers and whose body is its data, is put
 * together first, so that what is stored says everything.
 */
export function eventBytes(body: unknown, headers: Readonly<Record<string, string | undefined>>): Uint8Array {
  const bytes = bytesOf(body);
  if (headers['ce-specversion'] === undefined || /^application\/cloudevents/i.test(headers['content-type'] ?? ''))
    return bytes;
  const attributes = Object.entries(headers).flatMap(([name, value]): [string, string][] => {
    const attribute = ATTRIBUTE.exec(name)?.[1];
    return attribute === undefined || value === undefined ? [] : [[attribute, decoded(value)]];
  });
  return new TextEncoder().encode(JSON.stringify({ ...Object.fromEntries(attributes), data: dataOf(bytes) }));
}

/** Header values are percent-encoded where they are no plain ASCII. @cite CloudEvents 1.0, HTTP binding 3.1.3.2 */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function dataOf(bytes: Uint8Array): unknown {
  if (bytes.byteLength === 0) return undefined;
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new Refused('bad-request', 'The data of this event is not JSON.', {
      index: 0,
      remedy: 'With ce- headers the body is the data of the event, as JSON.',
    });
  }
}
