import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { counted } from '../../cli/text/lines.js';
import { Heading } from '../parts/page.js';
import { DropZone } from './drop-zone.js';
import type { Pick } from './picked.js';
import { Progress } from './progress.js';
import { UploadRow } from './upload-row.js';
import { isReady, lacking, type When } from './uploads.js';
import { useUploads } from './use-uploads.js';
import { WhenMade } from './when-made.js';

/** Exports, chosen or dropped: looked at here, sent when everything that they do not say is told, and followed until they are recorded. */
export function ImportPage() {
  const { uploads, change, add, send } = useUploads();
  const [when, setWhen] = useState<When>({ from: 'nobody' });
  const [note, setNote] = useState('');
  const ready = uploads.filter((one) => isReady(one, when)).length;
  const needInstant = uploads.filter(
    ({ stage }) => stage.at === 'seen' && stage.seen.ok && stage.seen.lacks.includes('observedAt'),
  );
  const short = uploads.filter((one) => one.stage.at === 'seen' && (lacking(one, when)?.length ?? 0) > 0).length;
  const take = (pick: Pick) => {
    setNote(noteOf(pick));
    add(pick);
  };
  return (
    <>
      <Heading title="Import" />
      <p>
        Exports of Exchange’s cmdlets, Health Checker analyses, logs, certificates, or zips of them. Each file is looked
        at in this browser first; private keys are refused here, before anything is sent. What was quarantined later
        stands <Link to="/import/quarantine">in the quarantine</Link>.
      </p>
      <DropZone take={take} />
      {note === '' ? null : (
        <p className="doubt" role="status">
          {note}
        </p>
      )}
      {needInstant.length === 0 ? null : <WhenMade when={when} choose={setWhen} files={needInstant.length} />}
      {uploads.length === 0 ? null : (
        <section className="sheet" aria-label="Files">
          <div className="import-bar">
            <Button disabled={ready === 0} onClick={() => void send(when)}>
              {ready === 0 ? 'Send' : `Send ${counted(ready, 'file')}`}
            </Button>
            <Button variant="default" onClick={() => change({ what: 'cleared' })}>
              Clear the list
            </Button>
            <Progress uploads={uploads} lacking={short} />
          </div>
          <ol className="uploads">
            {uploads.slice(0, MOST_ROWS).map((upload) => (
              <UploadRow key={upload.id} upload={upload} lacks={lacking(upload, when)} change={change} />
            ))}
          </ol>
          {uploads.length > MOST_ROWS ? <p className="dim">and {uploads.length - MOST_ROWS} more</p> : null}
        </section>
      )}
    </>
  );
}

const MOST_ROWS = 300;

function noteOf({ files, hidden, more }: Pick): string {
  const parts = [
    files.length === 0 ? 'There is no file in what was chosen.' : '',
    hidden > 0 ? `${counted(hidden, 'hidden file')} left out.` : '',
    more
      ? `More than ${files.length} files: choose the others afterwards, or send the folder by certfleet import.`
      : '',
  ];
  return parts.filter((part) => part !== '').join(' ');
}
