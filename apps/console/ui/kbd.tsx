export const Kbd = ({ children }: { children: string }) => (
  <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border bg-hover px-1 font-sans text-xs text-muted">
    {children}
  </kbd>
);
