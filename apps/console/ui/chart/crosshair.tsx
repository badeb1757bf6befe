'use client';

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';

type Crosshair = { index: number | null; point: (index: number | null) => void };

const Context = createContext<Crosshair | null>(null);

/** The charts inside point at the same bucket: what the reader looks at in one is marked in all. */
export const SharedCrosshair = ({ children }: { children: ReactNode }) => {
  const [index, point] = useState<number | null>(null);
  const value = useMemo(() => ({ index, point }), [index]);
  return <Context value={value}>{children}</Context>;
};

export const useCrosshair = (): Crosshair => {
  const shared = useContext(Context);
  const [index, point] = useState<number | null>(null);
  return shared ?? { index, point };
};
