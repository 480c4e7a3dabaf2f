import { Button, Textarea } from '@mantine/core';
import { useEffect, useState } from 'react';
import { readCommandLines } from '#libs/planning/read-command-lines.js';
import { shown } from '../../cli/text/escape.js';
import { Compose } from './compose.js';

const MOST_SHOWN = 3;
/** Longer texts are read by the server alone. */
const READ_HERE = 20_000;

/** The commands, read as they are typed by the code that the server reads them with. */
export function PlanForm({ commands, ask }: { readonly commands: string; readonly ask: (text: string) => void }) {
  const [text, setText] = useState(commands);
  useEffect(() => setText(commands), [commands]);
  const read = text.trim() === '' || text.length > READ_HERE ? null : readCommandLines(text);
  const problems = read === null || read.ok ? [] : read.problems;
  return (
    <div className="sheet">
      <form
        className="plan-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '') ask(text.trim());
        }}
      >
        <Textarea
          label="Commands, one a line"
          placeholder="Enable-ExchangeCertificate -Server EX05 -Thumbprint … -Services SMTP"
          rows={Math.min(10, Math.max(2, text.split('\n').length))}
          spellCheck={false}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={
            problems.length === 0
              ? undefined
              : problems.slice(0, MOST_SHOWN).map(({ place, message, remedy }) => (
                  <span className="problem" key={place + message}>
                    {shown(`${place}: ${message}. ${remedy}`).slice(0, 600)}
                  </span>
                ))
          }
        />
        <Button type="submit" disabled={text.trim() === ''}>
          What would it do?
        </Button>
      </form>
      <Compose
        put={(line) => {
          setText(line);
          ask(line);
        }}
      />
    </div>
  );
}
