import { distanceWords } from '../../cli/text/instant.js';
import { Instant } from './instant.js';

/** Until when it is valid, and how far away that is. */
export function Ends({ notAfter, asOf }: { readonly notAfter: string; readonly asOf: string }) {
  const isOver = Date.parse(notAfter) <= Date.parse(asOf);
  return (
    <>
      <Instant at={notAfter} from={asOf} day />{' '}
      <span className={isOver ? 'bad' : 'dim'}>{isOver ? 'expired' : distanceWords(asOf, notAfter)}</span>
    </>
  );
}
