import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { given, type Narrowed } from '../client/moment.js';
import { problemOf, unreachable } from '../client/problem.js';
import { Trouble } from '../parts/trouble.js';
import { useMoment } from '../session/moment.js';
import { token } from '../session/token.js';

const FORMS = [
  { format: 'csv', name: 'CSV' },
  { format: 'ndjson', name: 'JSON lines' },
] as const;

/** As many rows as the server writes into one file. */
const MOST = 100_000;

/** The whole list of the query as a file: all its rows, not those in sight. */
export function Export({ narrowed, total }: { readonly narrowed: Narrowed; readonly total: number }) {
  const moment = useMoment();
  const save = useMutation({
    mutationFn: async (format: (typeof FORMS)[number]['format']) => {
      const asked = Object.entries(given({ ...moment, ...narrowed, format }));
      const query = new URLSearchParams(asked.map(([key, value]) => [key, String(value)]));
      const headers = { authorization: `Bearer ${token() ?? ''}` };
      const response = await fetch(`/api/v1/bindings?${query.toString()}`, { headers }).catch(() => {
        throw unreachable();
      });
      if (!response.ok) throw problemOf(response.status, await response.json().catch(() => null));
      keep(await response.blob(), `bindings-${new Date().toISOString().slice(0, 10)}.${format}`);
    },
  });
  if (total === 0) return null;
  return (
    <div className="export">
      {FORMS.map(({ format, name }) => (
        <Button
          key={format}
          size="compact-sm"
          variant="default"
          disabled={save.isPending}
          onClick={() => save.mutate(format)}
        >
          Save as {name}
        </Button>
      ))}
      {total > MOST ? <span className="doubt">the first 100,000 rows</span> : null}
      {save.error === null ? null : <Trouble error={save.error} />}
    </div>
  );
}

function keep(content: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
