import { plot, type Markish, type PlotOptions } from '@observablehq/plot';

/** A drawing and where in it values stand, in pixels. */
export interface Drawn {
  readonly svg: SVGSVGElement;
  readonly x: (value: number | string) => number;
  readonly y: (value: number | string) => number;
}

export interface Wanted extends PlotOptions {
  readonly width: number;
  readonly height: number;
  /** What there is to see, in a sentence: for those who do not see it. */
  readonly label: string;
  /** The word across everything the practice model made; empty where a real model worked. */
  readonly watermark: string;
  readonly marks: Markish[];
}

/** Fill of what is hatched in a direction, in the colour of the text around it; every drawing has them. */
export const hatch = { up: 'url(#hatch-up)', down: 'url(#hatch-down)', dots: 'url(#hatch-dots)' } as const;

/**
 * Plots with Observable Plot. Its style element is taken out before the drawing enters the page: the content security policy forbids it,
 * and styles/plots.css says the same.
 */
export function plain(options: PlotOptions): ReturnType<typeof plot> & SVGSVGElement {
  const made = plot({ ...options, className: 'plot' });
  // Only legends and captions, which are ours, make it anything else.
  if (!(made instanceof SVGSVGElement)) throw new Error('a plot is a drawing');
  for (const style of made.querySelectorAll('style')) style.remove();
  return made;
}

/** A drawing with its watermark and with words for those who do not see it. */
export function draw({ label, watermark, marks, ...options }: Wanted): Drawn {
  const svg = plain({ ...options, marks: [watermark === '' ? null : () => across(watermark, options), ...marks] });
  svg.setAttribute('role', 'img');
  svg.setAttribute('aria-label', label);
  svg.prepend(patterns());
  return { svg, x: place(svg.scale('x')), y: place(svg.scale('y')) };
}

/** Middle of the band of a value where the scale has bands. */
const place =
  (scale: ReturnType<ReturnType<typeof plot>['scale']>) =>
  (value: number | string): number =>
    scale ? Number(scale.apply(value)) + (scale.bandwidth ?? 0) / 2 : 0;

function across(words: string, options: PlotOptions & { readonly width: number; readonly height: number }): SVGElement {
  const { width, height, marginLeft = 0, marginRight = 0, marginTop = 0, marginBottom = 0 } = options;
  return element(
    'text',
    {
      class: 'wm',
      x: (marginLeft + width - marginRight) / 2,
      y: (marginTop + height - marginBottom) / 2,
      'text-anchor': 'middle',
      dy: '0.35em',
    },
    words,
  );
}

/** Hatchings, so that neighbouring parts of a bar differ without their colours. */
function patterns(): SVGElement {
  const defs = element('defs', {});
  const pattern = (id: string, path: string): SVGElement => {
    const made = element('pattern', { id, width: 6, height: 6, patternUnits: 'userSpaceOnUse', class: 'hatch' });
    made.append(element('path', { d: path }));
    return made;
  };
  defs.append(
    pattern('hatch-up', 'M-1 1L1 -1M0 6L6 0M5 7L7 5'),
    pattern('hatch-down', 'M-1 5L1 7M0 0L6 6M5 -1L7 1'),
    pattern('hatch-dots', 'M2 3A1 1 0 1 1 4 3A1 1 0 1 1 2 3'),
  );
  return defs;
}

function element(tag: string, attributes: Readonly<Record<string, string | number>>, words = ''): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.textContent = words;
  return made;
}
