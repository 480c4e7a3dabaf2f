import { Button } from '@mantine/core';
import { useMatches, useNavigate } from '@tanstack/react-router';
import { distanceWords, instantWords } from '../../cli/text/instant.js';
import type { Moment } from '../client/moment.js';
import type { Follows } from '../session/follows.js';

/** Says on every page that another time is looked at, and where the page does not follow it. */
export function NotNow({ moment: { asOf, knownAt } }: { readonly moment: Moment }) {
  const navigate = useNavigate();
  const follows = useMatches({ select: (matches) => matches.at(-1)?.staticData.follows });
  const lag = lagOf(follows, asOf, knownAt);
  return (
    <div className="not-now" role="status">
      <span>
        You look at{' '}
        {asOf === undefined ? (
          <strong>now</strong>
        ) : (
          <>
            <strong>{instantWords(asOf)}</strong>, {distanceWords(new Date().toISOString(), asOf)}
          </>
        )}
        {knownAt === undefined ? (
          ': not at now.'
        ) : (
          <>
            {' '}
            as it was known when the log ended at <strong>#{knownAt}</strong>: not with what is known now.
          </>
        )}
      </span>
      {lag === null ? null : <strong className="lag">{lag}</strong>}
      <Button
        size="compact-sm"
        variant="default"
        onClick={() =>
          void navigate({ to: '.', search: (before: object) => ({ ...before, asOf: undefined, knownAt: undefined }) })
        }
      >
        Back to now
      </Button>
    </div>
  );
}

function lagOf(follows: Follows | undefined, asOf: string | undefined, knownAt: number | undefined): string | null {
  if (follows === 'both') return null;
  if (follows === undefined) return 'This page shows now all the same.';
  if (knownAt === undefined) return null;
  return `This page takes all that is known${asOf === undefined ? '' : ', of that instant'}.`;
}
