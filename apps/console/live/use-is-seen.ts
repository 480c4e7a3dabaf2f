import { useSyncExternalStore } from 'react';

/** Whether somebody can see this tab. */
export function useIsSeen(): boolean {
  return useSyncExternalStore(
    (hear) => {
      document.addEventListener('visibilitychange', hear);
      return () => document.removeEventListener('visibilitychange', hear);
    },
    () => document.visibilityState === 'visible',
  );
}
