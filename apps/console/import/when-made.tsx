import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { counted } from '../../cli/text/lines.js';
import { fieldOf, instantOf } from '../session/as-of.js';
import type { When } from './uploads.js';

interface Props {
  readonly when: When;
  readonly choose: (when: When) => void;
  readonly files: number;
}

/** When files were made that do not say it. Nobody guesses it: it is given, or somebody says that their names have it. */
export function WhenMade({ when, choose, files }: Props) {
  const [field, setField] = useState(() => fieldOf(new Date().toISOString()));
  const give = (text: string) => {
    setField(text);
    const at = instantOf(text);
    choose(at === null ? { from: 'nobody' } : { from: 'given', at });
  };
  return (
    <fieldset className="sheet when-made">
      <legend>
        {counted(files, 'file does', 'files do')} not say when {files === 1 ? 'it was' : 'they were'} made
      </legend>
      <label>
        <input type="radio" name="when" checked={when.from === 'given'} onChange={() => give(field)} /> All at
      </label>
      <TextInput
        type="datetime-local"
        aria-label="When they were made (UTC)"
        value={field}
        max="9999-12-31T23:59"
        onChange={(event) => give(event.currentTarget.value)}
      />
      <span className="dim">UTC</span>
      <label>
        <input type="radio" name="when" checked={when.from === 'name'} onChange={() => choose({ from: 'name' })} /> As
        their names say, such as <code>EX01-20250112103000.xml</code>, read as UTC
      </label>
    </fieldset>
  );
}
