import type { ComponentProps } from 'react';
import { cn } from './cn';

const looks = {
  primary: 'bg-accent text-on-accent hover:bg-accent-hover font-medium',
  default: 'border border-edge/60 bg-panel text-text hover:bg-hover',
  ghost: 'text-muted hover:bg-hover hover:text-text',
  danger: 'bg-danger-fill text-on-accent font-medium hover:brightness-95',
} as const;

const sizes = {
  sm: 'h-7 px-2 gap-1',
  md: 'h-8 px-3 gap-2',
  icon: 'size-8 justify-center',
  touch: 'size-10 justify-center',
} as const;

type Props = ComponentProps<'button'> & { look?: keyof typeof looks; size?: keyof typeof sizes };

export const buttonClass = (
  look: keyof typeof looks = 'default',
  size: keyof typeof sizes = 'md',
  className?: string,
) =>
  cn(
    'inline-flex shrink-0 items-center whitespace-nowrap rounded-md text-sm transition-colors disabled:opacity-60',
    looks[look],
    sizes[size],
    className,
  );

export const Button = ({ look, size, className, type = 'button', ...rest }: Props) => (
  <button type={type} className={buttonClass(look, size, className)} {...rest} />
);

type IconButtonProps = Omit<Props, 'aria-label'> & { label: string };

/** A button that shows only an icon; its label is its name and its tooltip. */
export const IconButton = ({ label, look = 'ghost', size = 'icon', ...rest }: IconButtonProps) => (
  <Button aria-label={label} title={label} look={look} size={size} {...rest} />
);
