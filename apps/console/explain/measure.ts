import type { Measure } from './wrapped.js';

const FONTS = {
  plain: (text: string) => `14px ${text}`,
  strong: (text: string) => `600 14px ${text}`,
  small: (text: string) => `13px ${text}`,
} as const;

/** How wide texts are in the fonts of this page; estimated where the browser does not say. */
export function pageMeasure(): Measure {
  const context = document.createElement('canvas').getContext('2d');
  const style = getComputedStyle(document.documentElement);
  const family = style.getPropertyValue('--mantine-font-family') || 'sans-serif';
  const mono = style.getPropertyValue('--mantine-font-family-monospace') || 'monospace';
  return (text, hand) => {
    if (context === null) return text.length * 8;
    context.font = hand === 'code' ? `13px ${mono}` : FONTS[hand](family);
    return context.measureText(text).width;
  };
}
