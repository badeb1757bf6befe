import { type ComponentProps, type ReactNode, useId } from 'react';
import { cn } from './cn';

export const inputClass =
  'h-8 w-full min-w-0 rounded-md border border-edge/70 bg-panel px-2.5 text-sm text-text aria-invalid:border-danger';

type Props = ComponentProps<'input'> & { label: string; error?: string; trailing?: ReactNode };

/** A labelled input with its fault below it. */
export const Field = ({ label, error, trailing, className, ...input }: Props) => {
  const id = useId();
  const errorId = `${id}-error`;
  return (
    <div className="flex flex-col gap-1">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      <div className="relative flex">
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? errorId : undefined}
          className={cn(inputClass, className)}
          {...input}
        />
        {trailing}
      </div>
      {error && (
        <p id={errorId} className="text-xs text-danger">
          {error}
        </p>
      )}
    </div>
  );
};
