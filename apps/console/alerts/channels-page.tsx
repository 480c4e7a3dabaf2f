import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Schemas } from '../client/api.js';
import { Brief } from '../parts/foreign.js';
import { Trouble, Waiting } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { addressOf } from './channel-fields.js';
import { Health, LastDeliveries } from './channel-record.js';
import { ChannelTest } from './channel-test.js';
import { channelKinds, channels, deliveries } from './queries.js';
import { useWhyNot } from './rights.js';
import { AlertHeading, Warnings } from './tabs.js';

type Channel = Schemas['AlertChannel'];

/** The ways in which people are told, and how they do. */
export function ChannelsPage() {
  const { data, error, isPending, refetch } = useQuery(channels(useMoment()));
  return (
    <>
      <AlertHeading title="Channels" />
      {isPending ? <Waiting what="Asking for the channels" /> : null}
      {error === null ? null : <Trouble error={error} again={() => void refetch()} />}
      {data === undefined ? null : (
        <>
          <Warnings warnings={data.warnings} isMendedHere />
          {data.items.length === 0 ? (
            <p className="nothing">There is no channel yet: alerts are kept here, and nobody is told.</p>
          ) : (
            <ul className="channels">
              {data.items.map((channel) => (
                <li key={channel.name} className="sheet">
                  <One channel={channel} />
                </li>
              ))}
            </ul>
          )}
        </>
      )}
      <Add />
    </>
  );
}

function One({ channel }: { readonly channel: Channel }) {
  const { name, kind, enabled, leastSeverity, digest } = channel;
  const moment = useMoment();
  const title = useQuery(channelKinds(moment)).data?.items.find((one) => one.kind === kind)?.title ?? kind;
  const record = useQuery(deliveries(moment)).data?.items.find((one) => one.channel === name);
  return (
    <article className={enabled ? undefined : 'off'}>
      <div className="channel-head">
        <h2>
          <Link to="/alerts/channels/$name" params={{ name }}>
            <Brief text={name} most={63} />
          </Link>{' '}
          <span className="dim">{title}</span>
        </h2>
        <span className={enabled ? 'good' : 'quiet'}>{enabled ? '● on' : '○ off'}</span>
      </div>
      <dl className="facts">
        <dt>Leads to</dt>
        <dd>
          <Address channel={channel} />
        </dd>
        <dt>Carries</dt>
        <dd>
          {leastSeverity === 'critical' ? 'critical alerts' : `alerts that are ${leastSeverity} and worse`}
          {digest ? ', and the digest' : ''}
        </dd>
        <dt>Health</dt>
        <dd>
          <Health record={record} />
        </dd>
      </dl>
      {record === undefined || record.last.length === 0 ? null : (
        <details>
          <summary>The last messages</summary>
          <LastDeliveries record={record} />
        </details>
      )}
      <ChannelTest name={name} />
    </article>
  );
}

function Address({ channel }: { readonly channel: Channel }) {
  const address = addressOf(channel);
  return address === null ? (
    <span className="quiet">an address that is kept secret</span>
  ) : (
    <code>
      <Brief text={address} most={200} />
    </code>
  );
}

function Add() {
  const { data } = useQuery(channelKinds(useMoment()));
  const why = useWhyNot();
  if (data === undefined) return null;
  return (
    <section className="sheet">
      <h2>Add a channel</h2>
      {why === null ? null : <p className="doubt">{why}</p>}
      <ul className="kinds">
        {data.items.map(({ kind, title, isMail }) => (
          <li key={kind}>
            <Link to="/alerts/new-channel" search={{ kind }}>
              {title}
            </Link>
            {isMail ? <span className="dim"> (not for mail flow alone)</span> : null}
          </li>
        ))}
      </ul>
    </section>
  );
}
