import { useRouter } from '@tanstack/react-router';
import { type MouseEvent, useCallback } from 'react';

/** Follows a plain link of what is clicked in without loading the console anew. With a key held the browser does what it does with links. */
export function useFollowed(): (event: MouseEvent<HTMLElement>) => void {
  const { history } = useRouter();
  return useCallback(
    (event) => {
      const isPlain = !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      if (event.defaultPrevented || event.button !== 0 || !isPlain || !(event.target instanceof Element)) return;
      const href = event.target.closest('a[href]')?.getAttribute('href');
      if (href?.startsWith('/') !== true || href.startsWith('//')) return;
      event.preventDefault();
      history.push(href);
    },
    [history],
  );
}
