import { Refused } from './refused.js';

const MOST = 20;

/** What a Standard Schema says is wrong. */
interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
}

/** Says which parameters of a request are wrong, and how. */
export function refusedParameters(issues: readonly Issue[]): Refused {
  const errors = issues.slice(0, MOST).map(({ message, path }) => {
    const parameter = path?.map((step) => String(typeof step === 'object' ? step.key : step)).join('.');
    return { ...(parameter !== undefined && parameter !== '' && { parameter }), message };
  });
  const [first] = errors;
  const detail = first?.parameter === undefined ? first?.message : `${first.parameter}: ${first.message}`;
  return new Refused('bad-request', detail ?? 'A parameter is wrong.', { errors });
}
