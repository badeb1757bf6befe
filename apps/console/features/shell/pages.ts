import { Gauge, Layers, MessagesSquare } from 'lucide-react';

/** The pages of the rail, in order, each with its letter after `g`. */
export const pages = [
  { href: '/', key: 'overview', letter: 'o', Icon: Gauge },
  { href: '/conversations', key: 'conversations', letter: 'c', Icon: MessagesSquare },
  { href: '/queues', key: 'queues', letter: 'q', Icon: Layers },
] as const;

export const isCurrentPage = (href: string, pathname: string) =>
  href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);
