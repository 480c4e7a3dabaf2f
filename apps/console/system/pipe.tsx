import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schemas } from '../client/api.js';
import { Foreign } from '../parts/foreign.js';
import { Instant } from '../parts/instant.js';

type Status = Schemas['Status'];
type Of<K extends keyof Status> = { readonly [P in K]: Status[P] } & { readonly asOf: string };

const count = (n: number): string => n.toLocaleString('en-US');
const counted = (n: number, what: string): string => `${count(n)} ${what}${n === 1 ? '' : 's'}`;

/** The way of what is sent, a step each, with what waits before it. */
export function Pipe({ status }: { readonly status: Status }) {
  return (
    <ol className="pipe" aria-label="From what is sent to who is told">
      <Sent {...status} />
      <Recorded {...status} />
      <Shown {...status} />
      <Told {...status} />
      <Heard {...status} />
    </ol>
  );
}

interface StepProps {
  readonly title: string;
  /** Something waits here, or is missing. */
  readonly waits: boolean;
  readonly many: string;
  readonly children: ReactNode;
}

function Step({ title, waits, many, children }: StepProps) {
  return (
    <li className={waits ? 'waits' : ''}>
      <h2>{title}</h2>
      <p className="many">{many}</p>
      {children}
    </li>
  );
}

function Sent({ inbox, asOf }: Of<'inbox'>) {
  const { waiting, oldestWaiting, recorded, duplicate, conflict, quarantined } = inbox;
  const many = waiting === 0 ? 'nothing waits' : `${counted(waiting, 'upload')} wait`;
  return (
    <Step title="Sent" waits={waiting > 0} many={many}>
      {oldestWaiting === null ? null : (
        <p className="doubt">
          since <Instant at={oldestWaiting} from={asOf} />
        </p>
      )}
      <p className="dim">
        {counted(recorded, 'upload')} recorded, {count(duplicate)} known already
        {conflict === 0 ? '' : `, ${count(conflict)} in conflict`}
      </p>
      {quarantined === 0 ? null : <p className="doubt">{count(quarantined)} could not be read: in quarantine</p>}
    </Step>
  );
}

function Recorded({ log, asOf }: Of<'log'>) {
  return (
    <Step title="Recorded" waits={false} many={counted(log.position, 'event')}>
      <p className="dim">
        {log.lastRecordedAt === null ? (
          'none yet'
        ) : (
          <>
            the last on <Instant at={log.lastRecordedAt} from={asOf} />
          </>
        )}
      </p>
    </Step>
  );
}

function Shown({ projection: { behind, worker } }: Of<'projection'>) {
  const many = behind === 0 ? 'all of them' : `${counted(behind, 'event')} not yet`;
  return (
    <Step title="Shown" waits={behind > 0} many={many}>
      <p className="dim">
        {worker === null ? (
          'nobody is at work'
        ) : (
          <>
            by <Foreign text={worker.name} most={60} />
          </>
        )}
      </p>
    </Step>
  );
}

function Told({ alerts: { behind, due, comparedAt, undelivered }, asOf }: Of<'alerts'>) {
  const many = due === 0 ? 'no message waits' : `${counted(due, 'message')} wait`;
  return (
    <Step title="Told" waits={behind + due > 0} many={many}>
      <p className="dim">
        {comparedAt === null ? (
          'never looked'
        ) : (
          <>
            looked on <Instant at={comparedAt} from={asOf} />
          </>
        )}
      </p>
      {undelivered === 0 ? null : <p className="bad">{counted(undelivered, 'message')} given up</p>}
    </Step>
  );
}

function Heard({ servers: { known, silent, silentSince } }: Of<'servers'>) {
  return (
    <Step title="Heard of" waits={silent !== 0} many={counted(known, 'server')}>
      <p className={silent === 0 ? 'dim' : 'doubt'}>
        {silent === null ? 'how many are silent is unknown' : `${count(silent)} silent`} since{' '}
        <Instant at={silentSince} day />, <Link to="/system/sources">which</Link>
      </p>
    </Step>
  );
}
