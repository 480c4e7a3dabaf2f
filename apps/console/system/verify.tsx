import { Button, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, type Schemas, told } from '../client/api.js';
import { given } from '../client/moment.js';
import { Lines } from '../parts/copied.js';
import { Foreign } from '../parts/foreign.js';
import { Trouble } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { damageWords } from './damage-words.js';

/** The proof that nothing in the log was changed, and that the answers are what the log says. Asked for, for it reads the whole log. */
export function Verify({ head }: { readonly head: { readonly position: number; readonly hash: string } }) {
  const { organization } = useMoment();
  const [copied, setCopied] = useState('');
  const isHash = /^[0-9a-f]{64}$/i.test(copied.trim());
  const verify = useMutation({
    mutationFn: () => {
      const query = given({ organization, head: copied.trim() === '' ? undefined : copied.trim().toLowerCase() });
      return told(api.GET('/api/v1/verification', { params: { query } }));
    },
  });
  return (
    <section className="sheet">
      <h2>Is the log whole?</h2>
      <p>
        Every commit of the log is chained to the one before by SHA-256. Keep the hash of its end where this Certfleet
        cannot write: whoever cuts the log short or writes it anew cannot make that hash again.
      </p>
      <Lines lines={[head.hash]} label={`Hash of the log at position ${head.position}`} />
      <form
        className="verify"
        onSubmit={(event) => {
          event.preventDefault();
          if (copied.trim() === '' || isHash) verify.mutate();
        }}
      >
        <TextInput
          label="A hash that was kept (optional)"
          value={copied}
          onChange={(event) => setCopied(event.currentTarget.value)}
          error={copied.trim() === '' || isHash ? undefined : 'A hash has 64 hex digits.'}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" disabled={verify.isPending || !(copied.trim() === '' || isHash)}>
          {verify.isPending ? 'Reading the whole log …' : 'Verify'}
        </Button>
      </form>
      {verify.error === null ? null : <Trouble error={verify.error} />}
      {verify.data === undefined ? null : <Proof proof={verify.data} />}
    </section>
  );
}

function Proof({ proof: { log, projection } }: { readonly proof: Schemas['Verification'] }) {
  const { reason } = log;
  return (
    <div role="status" className="proof">
      {log.intact ? (
        <p className="good">✓ The log is sound, up to position {log.position}.</p>
      ) : (
        <p className="bad">
          ✗ The log is damaged at position {log.position}: {damageWords(reason)}. Restore it from a backup, and keep
          this one as evidence.
        </p>
      )}
      {projection.equal ? (
        <p className="good">
          ✓ What is answered equals the fold of the log, up to position {projection.position},{' '}
          {projection.servers.toLocaleString('en-US')} servers.
        </p>
      ) : (
        <>
          <p className="bad">✗ What is answered is not what the log says. `certfleet rebuild` makes it anew.</p>
          <ul>
            {projection.differences.map(({ server, what }) => (
              <li key={`${server ?? ''} ${what}`}>
                <Foreign text={server ?? 'the organization'} />: {what}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
