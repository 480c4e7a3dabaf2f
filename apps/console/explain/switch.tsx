import { useQuery } from '@tanstack/react-query';
import type { Certificate } from '#libs/certificates/certificate.js';
import type { Selection } from '#libs/selection/selection.js';
import { distanceWords } from '../../cli/text/instant.js';
import { selections } from '../client/queries.js';
import { Instant } from '../parts/instant.js';
import { Outcome } from '../parts/outcome.js';
import { useMoment } from '../session/moment.js';
import { Named } from './named.js';

/** Events that say that the certificate shown is expired. */
const EXPIRED = [12015, 12016];

interface Props {
  readonly selection: Selection;
  readonly store: readonly Certificate[];
  readonly asOf: string;
}

/** When time alone changes the answer, and to what: the answer is asked for at that very instant. */
export function Switch({ selection, store, asOf }: Props) {
  const { organization, knownAt } = useMoment();
  const { server, endpoint, changesAt, outcome } = selection;
  const then = useQuery({
    ...selections({ organization, knownAt, asOf: changesAt ?? undefined }, server, endpoint),
    enabled: changesAt !== null,
  });
  if (changesAt === null)
    return outcome === 'INDETERMINATE'
      ? 'when the missing fact is reported'
      : 'never by time alone; only a change on the server switches it';
  const next = then.data?.selections.find((one) => one.endpoint === endpoint);
  return (
    <>
      <Instant at={changesAt} from={asOf} />, {distanceWords(asOf, changesAt)}{' '}
      {next === undefined ? null : (
        <>
          <span aria-hidden="true">→</span> to <Outcome outcome={next.outcome} />
          {EXPIRED.some((event) => next.events.includes(event)) ? ' though expired,' : ''}{' '}
          {next.thumbprint === null ? null : <Named thumbprint={next.thumbprint} store={store} />}
          {next.events.length === 0 ? null : `, event ${next.events.join(', ')}`} <code>{next.rule}</code>
        </>
      )}
      {then.error === null ? null : <span className="doubt">To what could not be asked.</span>}
    </>
  );
}
