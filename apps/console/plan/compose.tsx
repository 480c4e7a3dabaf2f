import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { server as known, servers } from '../client/queries.js';
import { certificateWords } from '../../cli/text/certificate-label.js';
import { shortThumbprint } from '../parts/short-thumbprint.js';
import { enabling } from '../server/store.js';
import { useMoment } from '../session/moment.js';

/** For who has no command at hand: a server and one of its certificates, to be enabled for SMTP. */
export function Compose({ put }: { readonly put: (line: string) => void }) {
  const moment = useMoment();
  const [server, setServer] = useState('');
  const [thumbprint, setThumbprint] = useState('');
  const names = useQuery(servers(moment)).data?.items.map(({ fqdn }) => fqdn) ?? [];
  const store = useQuery({ ...known(moment, server), enabled: server !== '' }).data?.server.certificates ?? [];
  return (
    <form
      className="compose"
      onSubmit={(event) => {
        event.preventDefault();
        if (server !== '' && thumbprint !== '') put(enabling(server, thumbprint));
      }}
    >
      <span className="dim">Or choose:</span>
      <NativeSelect
        label="on server"
        value={server}
        data={[{ value: '', label: 'choose' }, ...names.map((name) => ({ value: name, label: name }))]}
        onChange={(event) => {
          setServer(event.currentTarget.value);
          setThumbprint('');
        }}
      />
      <NativeSelect
        label="enable for SMTP"
        value={thumbprint}
        disabled={server === ''}
        data={[
          { value: '', label: 'choose' },
          ...store.map((certificate) => ({
            value: certificate.thumbprint,
            label: `${shortThumbprint(certificate.thumbprint)} ${certificateWords(certificate).slice(0, 100)}`,
          })),
        ]}
        onChange={(event) => setThumbprint(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" disabled={server === '' || thumbprint === ''}>
        What would it do?
      </Button>
    </form>
  );
}
