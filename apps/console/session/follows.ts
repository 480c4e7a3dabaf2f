/**
 * Which axes of time a page follows. `both`: when it was so, and when it was known; `asOf`: the first alone; absent: it always shows now, and says
 * so where another time is looked at.
 */
export type Follows = 'both' | 'asOf';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    readonly follows?: Follows;
  }
}
