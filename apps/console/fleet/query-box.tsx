import { Button } from '@mantine/core';
import { useEffect, useId, useState } from 'react';
import { readQuery } from '#libs/query/read-query.js';
import type { ListName } from '../client/queries.js';
import { useMoment } from '../session/moment.js';
import { QueryFault } from './query-fault.js';
import { QueryInput } from './query-input.js';

interface Asked {
  readonly list: ListName;
  readonly where: string;
  readonly ask: (where: string) => void;
}

const EXAMPLES: Readonly<Record<ListName, string>> = {
  bindings: 'EX03 mail.contoso.com, or role:starttls notAfter:<+30d',
  certificates: 'mail.contoso.com, or notAfter:<+90d is:presented',
  findings: 'EX03, or severity:critical,high site:AMS',
};

/** The query as it is asked, to be edited. It is read here as it is typed, by the code that the server reads it with. */
export function QueryBox({ list, where, ask }: Asked) {
  const [text, setText] = useState(where);
  useEffect(() => setText(where), [where]);
  const faultId = useId();
  const moment = useMoment();
  const read = readQuery(text, list, Date.parse(moment.asOf ?? new Date().toISOString()));
  const fault = read.ok ? null : read.fault;
  return (
    <form
      className="query-box"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        if (fault === null) ask(text.trim());
      }}
    >
      <QueryInput
        list={list}
        text={text}
        put={setText}
        label="Query"
        placeholder={EXAMPLES[list]}
        maxLength={8_192}
        faultId={fault === null ? undefined : faultId}
      />
      <Button type="submit" disabled={fault !== null}>
        Ask
      </Button>
      <EveryRow where={where} ask={ask} />
      {fault === null ? null : <QueryFault id={faultId} text={text} fault={fault} put={setText} />}
    </form>
  );
}

function EveryRow({ where, ask }: Pick<Asked, 'where' | 'ask'>) {
  if (where === '') return null;
  return (
    <Button variant="default" onClick={() => ask('')}>
      All rows
    </Button>
  );
}
