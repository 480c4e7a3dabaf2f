import { Button, useMantineColorScheme } from '@mantine/core';
import { forgetToken } from '../session/token.js';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const NAMES = { auto: 'Auto', light: 'Light', dark: 'Dark' } as const;

export function Session() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        onClick={() => setColorScheme(NEXT[colorScheme])}
        title="Light, dark, or as the system has it"
      >
        <span className="out-of-sight">Theme: </span>
        {NAMES[colorScheme]}
      </Button>
      <Button size="compact-sm" variant="default" onClick={forgetToken}>
        Leave
      </Button>
    </>
  );
}
