import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import type { Moment } from '../client/moment.js';
import { lastChangeBefore } from './last-change.js';

/** The second before something else was presented: on the server of the page, or anywhere. Asked again from there it goes one change further back. */
export function BeforeTheChange({ moment, go }: { readonly moment: Moment; readonly go: (instant: string) => void }) {
  const answers = useQueryClient();
  const [failed, fail] = useState<string | null>(null);
  const fqdn = useParams({ strict: false, select: (params) => params.fqdn });
  const chosen = useSearch({ strict: false, select: (search) => search.server });
  const server = fqdn ?? chosen;
  const find = async () => {
    try {
      const instant = await answers.fetchQuery(lastChangeBefore(moment, server));
      if (instant === null) fail('No change was found in the last 200 events.');
      else go(instant);
    } catch {
      fail('That could not be asked.');
    }
  };
  return (
    <>
      <Button size="xs" variant="default" onClick={() => void find()}>
        Before the last change
      </Button>
      <span role="status" className="doubt">
        {failed}
      </span>
    </>
  );
}
