import { distanceWords, instantWords } from '../../cli/text/instant.js';

/** An instant in UTC, with how far it is from the instant that is looked at. */
export function Instant({
  at,
  from,
  day = false,
}: {
  readonly at: string;
  readonly from?: string | undefined;
  /** The day alone; the rest is in its title. */
  readonly day?: boolean;
}) {
  const words = instantWords(at);
  return (
    <time dateTime={at} title={from === undefined ? words : `${words}, ${distanceWords(from, at)}`}>
      {day ? words.slice(0, 10) : words}
    </time>
  );
}
