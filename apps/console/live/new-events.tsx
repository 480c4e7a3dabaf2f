import { Button } from '@mantine/core';
import { concerns } from './news.js';
import { useLiveState } from './state.js';

/** How many events came since a list was asked for. They are shown to who asks for them: what is being read does not move. */
export function NewEvents({
  since,
  fqdn,
  show,
}: {
  readonly since: number;
  readonly fqdn: string | undefined;
  readonly show: () => void;
}) {
  const { news } = useLiveState();
  const count = news.filter((one) => one.position > since && concerns(one, fqdn)).length;
  return (
    <div className="new-events" role="status">
      {count === 0 ? null : (
        <Button size="compact-sm" variant="light" onClick={show}>
          {count >= 500 ? '500 or more' : count} new: show {count === 1 ? 'it' : 'them'}
        </Button>
      )}
    </div>
  );
}
