import { Button } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { distanceWords, instantWords } from '../../cli/text/instant.js';

export function NotNow({ asOf }: { readonly asOf: string }) {
  const navigate = useNavigate();
  return (
    <div className="not-now" role="status">
      <span>
        You look at <strong>{instantWords(asOf)}</strong>, {distanceWords(new Date().toISOString(), asOf)}: not at now.
      </span>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => void navigate({ to: '.', search: (before) => ({ ...before, asOf: undefined }) })}
      >
        Back to now
      </Button>
    </div>
  );
}
