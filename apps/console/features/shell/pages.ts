import type { Role } from '@message-service/shared/auth';
import {
  Activity,
  BellRing,
  Coins,
  Cpu,
  Gauge,
  Layers,
  MessagesSquare,
  ScrollText,
  Search,
  ShieldCheck,
  Users,
  WalletCards,
} from 'lucide-react';

const operators: readonly Role[] = ['moderator', 'admin', 'auditor', 'service'];
const everybody: readonly Role[] = ['user', ...operators];

const moderators: readonly Role[] = ['moderator', 'admin'];

/** The pages of the rail, in order, each with its letter after `g` and the roles that see it. */
const pages = [
  { href: '/', key: 'overview', letter: 'o', Icon: Gauge, roles: operators },
  { href: '/conversations', key: 'conversations', letter: 'c', Icon: MessagesSquare, roles: everybody },
  { href: '/moderation', key: 'moderation', letter: 'm', Icon: ShieldCheck, roles: moderators },
  { href: '/search', key: 'search', letter: 's', Icon: Search, roles: everybody },
  { href: '/queues', key: 'queues', letter: 'q', Icon: Layers, roles: operators },
  { href: '/providers', key: 'providers', letter: 'v', Icon: Cpu, roles: operators },
  { href: '/analytics/tokens', key: 'tokens', letter: 't', Icon: Coins, roles: operators },
  { href: '/analytics/performance', key: 'performance', letter: 'p', Icon: Activity, roles: operators },
  { href: '/budgets', key: 'budgets', letter: 'b', Icon: WalletCards, roles: operators },
  { href: '/alerts', key: 'alerts', letter: 'l', Icon: BellRing, roles: operators },
  { href: '/users', key: 'users', letter: 'u', Icon: Users, roles: ['admin'] },
  { href: '/audit', key: 'audit', letter: 'd', Icon: ScrollText, roles: ['admin', 'auditor'] },
] as const;

/** Pages below those of the rail, found by name. */
const subpages = [
  { href: '/moderation/review', label: 'moderation.review', roles: moderators },
  { href: '/moderation/metrics', label: 'moderation.metrics', roles: moderators },
  { href: '/moderation/shadow', label: 'safety.title', roles: moderators },
] as const;

export const subpagesFor = (own: readonly Role[]) =>
  subpages.filter(({ roles }) => roles.some((role) => own.includes(role)));

export const pagesFor = (own: readonly Role[]) =>
  pages.filter(({ roles }) => roles.some((role: Role) => own.includes(role)));

/** Who may list everybody's conversations; the api is asked for no more than it allows. */
export const mayReadAll = (own: readonly Role[]) =>
  own.includes('moderator') || own.includes('admin') || own.includes('auditor');

/** Who may decide about what was reported or found. */
export const isModerator = (own: readonly Role[]) => own.some((role) => moderators.includes(role));

/** Who may send failed messages on their way again. */
export const mayRetry = (own: readonly Role[]) => own.includes('admin') || own.includes('service');

/** Who may change how the service runs. */
export const isAdmin = (own: readonly Role[]) => own.includes('admin');

export const isOperator = (own: readonly Role[]) => own.some((role) => operators.includes(role));

export const isCurrentPage = (href: string, pathname: string) =>
  href === '/' ? pathname === '/' : pathname === href || pathname.startsWith(`${href}/`);

export type Page = (typeof pages)[number];
