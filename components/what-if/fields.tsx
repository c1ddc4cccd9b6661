import { Plus } from 'lucide-react';
import { useId } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';

/** A text with its label above. */
export function TextField({
  label,
  value,
  placeholder,
  mistake = null,
  wide = false,
  onValue,
}: {
  readonly label: string;
  readonly value: string;
  readonly placeholder: string;
  /** What is wrong with the text; null while nothing is. */
  readonly mistake?: string | null;
  readonly wide?: boolean;
  readonly onValue: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className={cn('flex flex-col gap-1 text-xs', wide ? 'w-full max-w-md' : 'w-52')}>
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <input
        id={id}
        value={value}
        maxLength={wide ? 1_000 : 253}
        placeholder={placeholder}
        aria-invalid={mistake !== null}
        aria-describedby={mistake === null ? undefined : `${id}-mistake`}
        onChange={(event) => onValue(event.target.value)}
        className="h-8 rounded-md border border-line bg-surface px-2.5 font-mono text-xs placeholder:text-muted hover:border-strong"
      />
      {mistake !== null && (
        <p id={`${id}-mistake`} role="alert" className="text-failed">
          {mistake}
        </p>
      )}
    </div>
  );
}

/** One of a few values with its label above. */
export function ChoiceField<Value extends string>({
  label,
  value,
  choices,
  onValue,
}: {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly (readonly [value: Value, words: string])[];
  readonly onValue: (value: Value) => void;
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1 text-xs">
      <label htmlFor={id} className="text-muted">
        {label}
      </label>
      <select
        id={id}
        value={value}
        onChange={(event) => {
          const chosen = choices.find(([one]) => one === event.target.value);
          if (chosen !== undefined) onValue(chosen[0]);
        }}
        className="h-8 rounded-md border border-line bg-surface px-2 text-sm hover:border-strong"
      >
        {choices.map(([one, words]) => (
          <option key={one} value={one}>
            {words}
          </option>
        ))}
      </select>
    </div>
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
