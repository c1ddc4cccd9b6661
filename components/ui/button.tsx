import type { ComponentProps } from 'react';
import { cn } from './cn';

type Look = 'plain' | 'quiet' | 'icon' | 'primary';
const LOOKS: Readonly<Record<Look, string>> = {
  plain: 'border border-line bg-surface px-3 hover:border-strong hover:bg-raised',
  quiet: 'px-2 text-muted hover:bg-raised hover:text-text',
  icon: 'w-8 justify-center text-muted hover:bg-raised hover:text-text',
  primary: 'bg-text px-3 text-surface hover:opacity-90',
};

/** A button, 32 px high. An `icon` button needs an `aria-label`. */
export function Button({ look = 'plain', className, ...rest }: ComponentProps<'button'> & { readonly look?: Look }) {
  return <button type="button" className={cn(buttonClass(look), className)} {...rest} />;
}

/** The classes of a button, for links that look like one. */
export function buttonClass(look: Look = 'plain'): string {
  return cn(
    'inline-flex h-8 shrink-0 items-center gap-2 whitespace-nowrap rounded-md text-sm transition-colors duration-150',
    'disabled:pointer-events-none disabled:opacity-50 aria-pressed:border-strong aria-pressed:bg-raised aria-pressed:text-text',
    LOOKS[look],
  );
}
