import type { ReactNode } from 'react';

export type Fact = { label: string; value: ReactNode };

const isPresent = ({ value }: Fact) => value !== undefined && value !== null && value !== '' && value !== false;

/** Label and value, one fact a row; facts without a value are left out. */
export const Facts = ({ facts }: { facts: Fact[] }) => (
  <dl className="px-4 py-1.5">
    {facts.filter(isPresent).map(({ label, value }) => (
      <div key={label} className="flex min-h-7 items-center justify-between gap-4">
        <dt className="shrink-0 text-muted">{label}</dt>
        <dd className="min-w-0 text-right break-words">{value}</dd>
      </div>
    ))}
  </dl>
);
