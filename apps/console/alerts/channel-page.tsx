import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import type { Schemas } from '../client/api.js';
import { Brief } from '../parts/foreign.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { ChannelForm } from './channel-form.js';
import { Health, LastDeliveries } from './channel-record.js';
import { ChannelTest } from './channel-test.js';
import { Marked } from './marked.js';
import { channelKinds, channels, deliveries } from './queries.js';
import { AlertHeading } from './tabs.js';

/** One channel: how it does, a test, and its settings. */
export function ChannelPage() {
  const { name } = useParams({ from: '/alerts/channels/$name' });
  const moment = useMoment();
  const { data, error, isPending, refetch } = useQuery(channels(moment));
  const kinds = useQuery(channelKinds(moment)).data?.items;
  const record = useQuery(deliveries(moment)).data?.items.find((one) => one.channel === name);
  const kept = data?.items.find((one) => one.name === name);
  const kind = kinds?.find((one) => one.kind === kept?.kind);
  return (
    <>
      <AlertHeading title={`Channel ${name}`}>
        Channel <Brief text={name} most={63} />
      </AlertHeading>
      {isPending ? <Waiting what="Asking for the channel" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {kept === undefined || kind === undefined ? null : (
        <div className="alert-page halves">
          <div className="sheet">
            <h2>{kind.title}</h2>
            <ChannelForm key={name} kind={kind} kept={kept} />
          </div>
          <div className="beside-alert">
            <section className="sheet">
              <h2>How it does</h2>
              <p>
                <Health record={record} />
              </p>
              <LastDeliveries record={record} />
              <ChannelTest name={name} />
              <p className="dim">
                <Marked text={kind.testing} />
              </p>
            </section>
            <AboutKind kind={kind} />
          </div>
        </div>
      )}
      {data === undefined || kept !== undefined ? null : (
        <p className="nothing">
          There is no channel of this name. <Link to="/alerts/channels">Every channel</Link>
        </p>
      )}
    </>
  );
}

export function NewChannelPage() {
  const { kind: wanted } = useSearch({ from: '/alerts/new-channel' });
  const { data, error, isPending, refetch } = useQuery(channelKinds(useMoment()));
  const kind = data?.items.find((one) => one.kind === wanted);
  return (
    <>
      <AlertHeading
        title={kind === undefined ? 'A new channel' : `A new channel: ${kind.title}`}
        below="/alerts/channels"
      />
      {isPending ? <Waiting what="Asking for the kinds of channel" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined || kind !== undefined ? null : (
        <p className="nothing">
          No kind of channel is chosen. <Link to="/alerts/channels">Choose one</Link>
        </p>
      )}
      {kind === undefined ? null : (
        <div className="alert-page halves">
          <div className="sheet">
            <ChannelForm key={kind.kind} kind={kind} kept={null} />
          </div>
          <div className="beside-alert">
            <AboutKind kind={kind} />
          </div>
        </div>
      )}
    </>
  );
}

function AboutKind({ kind: { about, limits } }: { readonly kind: Schemas['ChannelKind'] }) {
  return (
    <section className="sheet">
      <h2>About this kind</h2>
      <p>
        <Marked text={about} />
      </p>
      <p className="dim">
        <Marked text={limits} />
      </p>
    </section>
  );
}
