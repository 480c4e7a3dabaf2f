import { TextInput } from '@mantine/core';
import { useId } from 'react';
import { counted } from '../../cli/text/lines.js';
import { instantWords } from '../../cli/text/instant.js';
import { Brief, Foreign } from '../parts/foreign.js';
import { Finished } from './finished.js';
import type { SeenFile } from './seen.js';
import type { Change, Upload } from './uploads.js';

interface Props {
  readonly upload: Upload;
  readonly lacks: readonly ('server' | 'observedAt')[] | null;
  readonly change: (change: Change) => void;
}

/** A file: what it was recognised as, what it lacks, how far it is, what became of it. */
export function UploadRow({ upload, lacks, change }: Props) {
  const { id, name, file, stage } = upload;
  const mayGo = stage.at === 'seen' || stage.at === 'failed';
  return (
    <li className="upload">
      <div className="upload-head">
        <strong className="upload-name">
          <Brief text={name} most={160} />
        </strong>
        <span className="dim">{sizeWords(file.size)}</span>
        <State upload={upload} lacks={lacks} />
        {mayGo ? (
          <button type="button" className="more" onClick={() => change({ what: 'removed', id })}>
            Take out<span className="out-of-sight"> {name.slice(0, 200)}</span>
          </button>
        ) : null}
      </div>
      <Below upload={upload} change={change} />
    </li>
  );
}

/** What there is to say of it at this stage. */
function Below({ upload, change }: Pick<Props, 'upload' | 'change'>) {
  const { stage } = upload;
  if (stage.at === 'looking') return null;
  const { seen } = stage;
  if (stage.at === 'finished')
    return <Finished ticket={stage.ticket} servers={seen.ok ? fullNames(seen.servers, upload.server) : []} />;
  if (!seen.ok) {
    const { place, message, remedy } = seen.refusal;
    return <Why message={place === '' ? message : `${place}: ${message}`} remedy={remedy} />;
  }
  return (
    <>
      <Recognised seen={seen} />
      {stage.at === 'seen' && seen.lacks.includes('server') ? (
        <ServerOf upload={upload} seen={seen} change={change} />
      ) : null}
      {stage.at === 'failed' ? <Why message={stage.problem.detail} remedy={stage.problem.remedy} /> : null}
    </>
  );
}

/** Servers that have a page: those with a full name. */
function fullNames(servers: readonly string[], given: string): readonly string[] {
  return [...new Set([...servers, given])].filter((name) => name.includes('.') && !name.endsWith('…'));
}

function State({ upload: { stage }, lacks }: Pick<Props, 'upload' | 'lacks'>) {
  if (stage.at === 'looking') return <span className="waiting-word">being looked at …</span>;
  if (stage.at === 'sending')
    return (
      <span>
        sending <progress aria-label="Sent" value={stage.part} max={1} />
      </span>
    );
  if (stage.at === 'queued') return <span>taken, being recorded …</span>;
  if (stage.at === 'failed') return <span className="bad">not taken</span>;
  if (stage.at === 'finished') return null;
  if (!stage.seen.ok)
    return (
      <span className="bad">{stage.seen.refusal.kind === 'private-key' ? 'private key: not sent' : 'not sent'}</span>
    );
  if (lacks === null || lacks.length === 0) return <span className="good">ready</span>;
  const facts = lacks.map((fact) => (fact === 'server' ? 'which server it is of' : 'when it was made'));
  return <span className="doubt">it does not say {facts.join(' and ')}</span>;
}

function Recognised({ seen }: { readonly seen: SeenFile }) {
  const { format, servers, serverCount, certificates, events, files, refusedFiles, observedAt, warnings } = seen;
  const named = servers.join(', ') + (serverCount > servers.length ? ` and ${serverCount - servers.length} more` : '');
  const parts = [
    files === 1 ? '' : counted(files, 'file'),
    refusedFiles === 0 ? '' : `${refusedFiles} of them left out`,
    serverCount === 0 ? '' : named,
    certificates === 0 ? '' : counted(certificates, 'certificate'),
    events === 0 ? '' : counted(events, 'event'),
    observedAt === null ? '' : `made ${instantWords(observedAt)}`,
  ].filter((part) => part !== '');
  return (
    <>
      <p className="recognised">
        <code>{format}</code> <Foreign text={parts.join(' · ')} most={400} />
      </p>
      {warnings.length === 0 ? null : (
        <details>
          <summary>{counted(seen.warningCount, 'warning')}: what was read around</summary>
          <ul>
            {warnings.map(({ place, message }) => (
              <li key={place + message}>
                <Foreign text={place === '' ? message : `${place}: ${message}`} most={500} />
              </li>
            ))}
            {seen.warningCount > warnings.length ? <li>and {seen.warningCount - warnings.length} more</li> : null}
          </ul>
        </details>
      )}
    </>
  );
}

function ServerOf({
  upload,
  seen,
  change,
}: { readonly upload: Upload; readonly seen: SeenFile } & Pick<Props, 'change'>) {
  const list = useId();
  return (
    <>
      <TextInput
        className="server-of"
        size="xs"
        label="Of which server (FQDN)"
        list={list}
        value={upload.server}
        maxLength={253}
        onChange={(event) => change({ what: 'server', id: upload.id, server: event.currentTarget.value.trim() })}
      />
      <datalist id={list}>
        {seen.suggestions.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}

function Why({ message, remedy }: { readonly message: string; readonly remedy: string | null }) {
  return (
    <p className="why">
      <Foreign text={message} most={600} />
      {remedy === null ? null : (
        <>
          {' '}
          <span className="dim">
            <Foreign text={remedy} most={600} />
          </span>
        </>
      )}
    </p>
  );
}

function sizeWords(bytes: number): string {
  if (bytes < 1024) return counted(bytes, 'byte');
  return bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} kB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
