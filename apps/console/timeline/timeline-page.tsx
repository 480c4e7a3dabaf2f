import { useQuery } from '@tanstack/react-query';
import { NativeSelect } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { endpointWords } from '#libs/selection/endpoint-words.js';
import { servers } from '../client/queries.js';
import { Lanes } from '../lanes/lanes.js';
import { Foreign } from '../parts/foreign.js';
import { Heading } from '../parts/page.js';
import { useMoment } from '../session/moment.js';
import { Timeline } from './timeline.js';

/** What happened, by its cause, newest first: in the whole organization, to one server, or to one endpoint. */
export function TimelinePage() {
  const { server, endpoint } = useSearch({ from: '/timeline' });
  const navigate = useNavigate({ from: '/timeline' });
  const known = useQuery(servers(useMoment())).data?.items.map(({ fqdn }) => fqdn) ?? [];
  const names = server === undefined || known.includes(server) ? known : [server, ...known];
  return (
    <>
      <Heading title={server === undefined ? 'Timeline' : `Timeline of ${server}`}>Timeline</Heading>
      <div className="narrowed">
        <NativeSelect
          label="Server"
          value={server ?? ''}
          data={[{ value: '', label: 'every server' }, ...names.map((name) => ({ value: name, label: name }))]}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            void navigate({
              search: (before) => ({ ...before, server: chosen === '' ? undefined : chosen, endpoint: undefined }),
            });
          }}
        />
        {endpoint === undefined ? null : (
          <p>
            Only what changed <Foreign text={endpointWords(endpoint)} />{' '}
            <button
              type="button"
              className="more"
              onClick={() => void navigate({ search: (before) => ({ ...before, endpoint: undefined }) })}
            >
              show everything
            </button>
          </p>
        )}
      </div>
      <section className="sheet" aria-label="Over time">
        <h2>{server === undefined ? 'What changed over time' : 'What it presented over time'}</h2>
        <Lanes of={{ server, endpoint }} />
      </section>
      <Timeline of={{ fqdn: server, endpoint }} />
    </>
  );
}
