import { Button, useMantineColorScheme } from '@mantine/core';
import { forgetToken } from '../session/token.js';

const NEXT = { auto: 'light', light: 'dark', dark: 'auto' } as const;
const NAMES = { auto: 'as the system', light: 'light', dark: 'dark' } as const;

export function Session() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Button size="compact-sm" variant="default" onClick={() => setColorScheme(NEXT[colorScheme])}>
        Theme: {NAMES[colorScheme]}
      </Button>
      <Button size="compact-sm" variant="default" onClick={forgetToken}>
        Leave
      </Button>
    </>
  );
}
