import { parseJson } from '#libs/formats/json/parse.js';
import { jsonPath } from '#libs/formats/json/path.js';
import type { Problem } from '#libs/planning/command-defaults.js';
import { ANSWERS } from '#libs/planning/command.js';
import { z } from 'zod';
import { Certificate } from '#libs/formats/fleet-document/schema.js';
import { Instant, Thumbprint } from './params.js';
import { Refused } from './refused.js';

const REMEDY =
  'Send { "commands": […], "asOf": null }; each command is an object with a cmdlet, or a text that holds a cmdlet line.';

export const COMMANDS =
  'Commands of section 4 of the contract, or cmdlet lines, one an element; or one text of cmdlet lines, one a line.';
export const AS_OF = 'The state as it was, or will be, at this instant. Null: now.';
export const SERVERS =
  'Names or patterns such as `EX*`: each command that names no server is planned for each of these.';
export const CERTIFICATE = 'The certificate that an Import-ExchangeCertificate on a cmdlet line imports.';
export const ANSWER = 'The answer to the overwrite question where a command gives none.';

/** What is to be planned, as `POST /plans` is sent it. */
const PlanRequest = z.looseObject({
  commands: z.union([z.array(z.unknown()).max(10_000), z.string()]),
  asOf: Instant.nullish(),
  servers: z.array(z.string().min(1).max(1_024)).max(1_000).nullish(),
  answer: z.enum(ANSWERS).nullish(),
  certificate: Certificate.extend({ thumbprint: Thumbprint }).nullish(),
});
export type PlanRequest = z.output<typeof PlanRequest>;

const KEYS = new Set(Object.keys(PlanRequest.shape));

/** A request, and the keys of it that mean nothing here. */
export function readPlanRequest(bytes: Uint8Array): { readonly request: PlanRequest; readonly ignored: string[] } {
  const json = parseJson(new TextDecoder().decode(bytes));
  if (!json.ok) {
    const { message, place } = json.refusal;
    throw new Refused('bad-request', message, { remedy: REMEDY, place, errors: [{ place, message }] });
  }
  const read = PlanRequest.safeParse(json.value);
  if (read.success) return { request: read.data, ignored: Object.keys(read.data).filter((key) => !KEYS.has(key)) };
  const errors = read.error.issues.map(({ path, message }) => ({
    place: jsonPath(path.filter((step) => typeof step !== 'symbol')),
    message,
  }));
  const [first = { place: '', message: 'This is no plan.' }] = errors;
  const place = first.place === '' ? 'The body' : first.place;
  throw new Refused('bad-request', `${place}: ${first.message}.`, { remedy: REMEDY, place: first.place, errors });
}

/** All that is wrong with commands. */
export function unreadable(problems: readonly Problem[]): Refused {
  const [first] = problems;
  return new Refused('unprocessable', first?.message ?? 'The commands cannot be read.', {
    ...(first !== undefined && { remedy: first.remedy, place: first.place }),
    errors: problems,
  });
}
