import { Button } from '@mantine/core';
import { Problem } from '../client/problem.js';
import { Foreign } from './foreign.js';

/** What stood in the way, what to do about it, and another try where that may help. */
export function Trouble({ error, again }: { readonly error: Error; readonly again?: (() => void) | undefined }) {
  const remedy = error instanceof Problem ? error.remedy : null;
  return (
    <div className="trouble" role="alert">
      <p>
        <strong>
          <Foreign text={error.message} />
        </strong>
      </p>
      {remedy === null ? null : (
        <p>
          <Foreign text={remedy} most={2_000} />
        </p>
      )}
      {again === undefined ? null : (
        <Button size="xs" variant="default" onClick={again}>
          Ask again
        </Button>
      )}
    </div>
  );
}

export function Waiting({ what }: { readonly what: string }) {
  return (
    <p className="waiting" role="status">
      {what} …
    </p>
  );
}
