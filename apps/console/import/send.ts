import type { Schemas } from '../client/api.js';
import { type Moment } from '../client/moment.js';
import { type Problem, problemOf, unreachable } from '../client/problem.js';
import { refuseToken, token } from '../session/token.js';

export type Accepted = Schemas['ImportAccepted'];

export interface Given {
  readonly server?: string | undefined;
  readonly observedAt?: string | undefined;
  readonly observedAtFrom?: 'name' | undefined;
}

export type Sent =
  { readonly ok: true; readonly accepted: Accepted } | { readonly ok: false; readonly problem: Problem };

/** Sends a file, telling how much of it is on its way. fetch does not tell that: hence the older request. */
export function sendFile(
  { organization }: Moment,
  { name, file }: { readonly name: string; readonly file: File },
  given: Given,
  progress: (part: number) => void,
): Promise<Sent> {
  const query = new URLSearchParams({ filename: name.slice(-1_000) });
  for (const [key, value] of Object.entries({ organization, ...given })) if (value) query.set(key, value);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/v1/imports?${query.toString()}`);
    request.setRequestHeader('accept', 'application/json');
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.setRequestHeader('authorization', `Bearer ${token() ?? ''}`);
    request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total);
    request.onerror = request.onabort = () => resolve({ ok: false, problem: unreachable() });
    request.onload = () => resolve(answerOf(request));
    request.send(file);
  });
}

function answerOf({ status, responseText }: XMLHttpRequest): Sent {
  if (status === 401) refuseToken();
  const body = parsed(responseText);
  if (status === 202 && isAccepted(body)) return { ok: true, accepted: body };
  return { ok: false, problem: problemOf(status, body) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function isAccepted(body: unknown): body is Accepted {
  return typeof body === 'object' && body !== null && 'ticket' in body && 'format' in body && 'leftOut' in body;
}
