const WORD = /^(?:[a-z][a-z-]{0,15}|v\d{1,2})$/;
const HIDDEN = '…';

/**
 * An address as it may stand in logs and results: scheme, host and port, and of the path only what are plainly words. Webhooks carry their secrets in
 * user name, path and query (Slack's path, the `sig` of Teams).
 */
export function redactUrl(text: string): string {
  if (!URL.canParse(text)) return HIDDEN;
  const { protocol, host, pathname, searchParams } = new URL(text);
  const path = pathname.split('/').map((part) => (part === '' || WORD.test(part) ? part : HIDDEN));
  const names = [...new Set(searchParams.keys())].map(
    (name) => `${/^[a-z][a-z-]{0,19}$/i.test(name) ? name : HIDDEN}=${HIDDEN}`,
  );
  return `${protocol}//${host}${path.join('/')}${names.length === 0 ? '' : `?${names.join('&')}`}`;
}

const OPEN_HEADERS: ReadonlySet<string> = new Set([
  'content-type',
  'user-agent',
  'webhook-id',
  'webhook-timestamp',
  'retry-after',
]);

/** Headers as they may stand in logs: only those that never hold a secret keep their value. */
export function redactHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, OPEN_HEADERS.has(name.toLowerCase()) ? value : HIDDEN]),
  );
}

/** What is shorter could be a word like any other. */
const SHORTEST_SECRET = 6;

/** The text without the secrets that a receiver may have sent back, as they are, in URL form and in JSON. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret.replace(/\p{Surrogate}/gu, '')),
      JSON.stringify(secret).slice(1, -1),
    ]);
  return [...new Set(forms)]
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, form) => rest.replaceAll(form, HIDDEN), text);
}

/** Every text in the secret settings; for an address its path and query too, which is what is secret about it. */
export function secretTexts(settings: unknown, keys: readonly string[]): readonly string[] {
  if (typeof settings !== 'object' || settings === null) return [];
  return Object.entries(settings)
    .filter(([key]) => keys.includes(key))
    .flatMap(([, value]) => textsIn(value))
    .flatMap((text) => (URL.canParse(text) ? [text, pathOf(text), ...new URL(text).searchParams.values()] : [text]));
}

function pathOf(text: string): string {
  const { pathname, search } = new URL(text);
  return pathname + search;
}

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
