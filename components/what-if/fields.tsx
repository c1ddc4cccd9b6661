import { Plus } from 'lucide-react';
import { Button } from '@/components/ui/button';

/** A text with its label above. */
export function TextField({
  label,
  value,
  placeholder,
  onValue,
}: {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  readonly onValue: (value: string) => void;
}) {
  return (
    <label className="flex flex-col gap-1 text-xs">
      <span className="text-muted">{label}</span>
      <input
        value={value}
        maxLength={253}
        placeholder={placeholder}
        onChange={(event) => onValue(event.target.value)}
        className="h-8 w-52 rounded-md border border-line bg-surface px-2.5 font-mono text-xs placeholder:text-muted hover:border-strong"
      />
    </label>
  );
}

/** Adds what the form says. */
export function AddButton({ disabled }: { readonly disabled: boolean }) {
  return (
    <Button type="submit" look="primary" disabled={disabled}>
      <Plus size={14} aria-hidden />
      Add
    </Button>
  );
}
