import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import mark from '../mark.svg';
import { Heading } from '../parts/page.js';
import { isTokenRefused, keepToken } from '../session/token.js';

/** Whoever has no token, or one that is not known any more. */
export function AskForToken() {
  const [given, setGiven] = useState('');
  return (
    <main className="ask-for-token">
      <img src={mark} alt="" width={40} height={40} />
      <Heading title="Certfleet" />
      <p>
        Open the link that <code>npm start</code> (or <code>certfleet up</code>) printed: it brings the token along. Or
        paste the token here; it is also in the file <code>token</code> of the data folder. It is kept in this tab alone
        and forgotten when the tab is closed.
      </p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keepToken(given);
        }}
      >
        <TextInput
          type="password"
          label="Token"
          autoComplete="off"
          error={isTokenRefused() && given === '' ? 'That token is not known here.' : undefined}
          value={given}
          onChange={(event) => setGiven(event.currentTarget.value)}
        />
        <Button type="submit" disabled={given.trim() === ''}>
          Open
        </Button>
      </form>
    </main>
  );
}
