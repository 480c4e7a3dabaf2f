import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { shown } from '../../cli/text/escape.js';

/** Lines to be copied, each whole. What deceives is written out here; what is copied is the same text that is shown. */
export function Lines({ lines, label }: { readonly lines: readonly string[]; readonly label: string }) {
  const clipboard = useClipboard({ timeout: 2_000 });
  const text = lines.map(shown).join('\n');
  return (
    <div className="lines">
      <pre tabIndex={0} aria-label={label}>
        {text}
      </pre>
      <Button size="xs" variant="default" onClick={() => clipboard.copy(text)}>
        {clipboard.copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  );
}
