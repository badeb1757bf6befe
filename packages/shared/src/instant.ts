import { z } from 'zod';

const asDate = (text: string) => new Date(text);

/** A date, an ISO 8601 date and time with its offset, or a day, which begins in UTC. */
export const Instant = z.union([
  z.date(),
  z.iso.datetime({ offset: true }).transform(asDate),
  z.iso.date().transform(asDate),
]);
