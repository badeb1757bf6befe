'use client';

import { useEffect, useState } from 'react';

const AFTER_FIRST_PAINT_MS = 300;

/**
 * A part of the console that the first view does not need: fetched once the page rests, or at once when `wanted`.
 * Unlike a lazy component it then renders without a pause, so that keys typed right after a shortcut find it.
 */
export const useLoaded = <Part>(load: () => Promise<Part>, wanted: boolean): Part | null => {
  const [part, setPart] = useState<{ loaded: Part } | null>(null);
  useEffect(() => {
    if (part) return;
    const timer = setTimeout(
      () => void load().then((loaded) => setPart({ loaded })),
      wanted ? 0 : AFTER_FIRST_PAINT_MS,
    );
    return () => clearTimeout(timer);
  }, [load, part, wanted]);
  return part?.loaded ?? null;
};
