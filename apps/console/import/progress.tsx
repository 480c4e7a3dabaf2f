import { counted } from '../../cli/text/lines.js';
import type { Upload } from './uploads.js';

/** How far everything is, in one line that is read out as it changes. */
export function Progress({ uploads, lacking }: { readonly uploads: readonly Upload[]; readonly lacking: number }) {
  const count = (at: Upload['stage']['at']) => uploads.filter(({ stage }) => stage.at === at).length;
  const refused = uploads.filter(({ stage }) => stage.at === 'seen' && !stage.seen.ok).length;
  const looking = count('looking');
  const underWay = count('sending') + count('queued');
  const finished = uploads.flatMap(({ stage }) => (stage.at === 'finished' ? [stage.ticket] : []));
  const events = finished.reduce((sum, ticket) => sum + ticket.events, 0);
  const parts = [
    looking > 0 ? `${looking} being looked at` : '',
    refused > 0 ? `${refused} refused here` : '',
    lacking > 0 ? `${lacking} in need of an answer` : '',
    underWay > 0 ? `${underWay} under way` : '',
    count('failed') > 0 ? `${count('failed')} not taken` : '',
    finished.length > 0 ? `${finished.length} finished with ${counted(events, 'new event')}` : '',
  ].filter((part) => part !== '');
  return (
    <>
      <span role="status">
        {counted(uploads.length, 'file')}
        {parts.length === 0 ? '' : `: ${parts.join(', ')}`}
      </span>
      {finished.length + underWay === 0 ? null : (
        <progress aria-label="Finished" value={finished.length} max={finished.length + underWay} />
      )}
    </>
  );
}
