'use client';

import { ChevronDown, X } from 'lucide-react';
import { KindIcon, kindTitle } from '@/components/marks/kind-icon';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import type { RuleParams } from '@/components/url/rule-params';
import type { RulesResponse } from '@/lib/wire/rules';
import { MARK_WORDS, PROBLEMS } from './rule-words';
import { actionWord } from '@/components/details/seen-rules';
import { SubjectPicker } from './subject-picker';

const toggled = <T,>(all: readonly T[], one: T): readonly T[] =>
  all.includes(one) ? all.filter((other) => other !== one) : [...all, one];

/** What narrows the table of rules, beside its text: whom they are about, categories, actions, marks. */
export function RuleFilters({
  params,
  update,
  data,
}: {
  readonly params: RuleParams;
  readonly update: (change: Partial<RuleParams>) => void;
  readonly data: RulesResponse | undefined;
}) {
  const { manager, categories, actions, marks } = params;
  const problems = data?.marks.filter(({ kind }) => PROBLEMS.includes(kind)).reduce((sum, { count }) => sum + count, 0);
  const onlyProblems = PROBLEMS.every((kind) => marks.includes(kind));
  return (
    <>
      <Subject params={params} update={update} about={data?.about ?? null} />
      {(data?.managers.length ?? 0) > 1 && (
        <Choice
          label="NSX Manager"
          chosen={manager === null ? [] : [manager]}
          choices={(data?.managers ?? []).map((name) => ({ value: name, label: name }))}
          onToggle={(name) => update({ manager: name === manager ? null : name })}
        />
      )}
      <Choice
        label="Category"
        chosen={categories}
        choices={(data?.categories ?? []).map((name) => ({ value: name, label: name === '' ? 'none' : name }))}
        onToggle={(name) => update({ categories: toggled(categories, name) })}
      />
      <Choice
        label="Action"
        chosen={actions}
        choices={(data?.actions ?? []).map((name) => ({ value: name, label: actionWord(name) }))}
        onToggle={(name) => update({ actions: toggled(actions, name) })}
      />
      <Choice
        label="Marks"
        chosen={onlyProblems ? [] : marks}
        choices={(data?.marks ?? []).map(({ kind, count }) => ({
          value: kind,
          label: MARK_WORDS[kind],
          hint: count.toLocaleString('en'),
        }))}
        onToggle={(kind) => update({ marks: toggled(onlyProblems ? [] : marks, kind) })}
      />
      <Button
        aria-pressed={onlyProblems}
        title="Rules that name nobody, are shadowed, redundant or unreachable, or whose order is undefined"
        onClick={() => update({ marks: onlyProblems ? [] : PROBLEMS })}
      >
        Problems only
        {problems !== undefined && <span className="text-muted tabular-nums">{problems.toLocaleString('en')}</span>}
      </Button>
    </>
  );
}

function Choice<T extends string>({
  label,
  chosen,
  choices,
  onToggle,
}: {
  readonly label: string;
  readonly chosen: readonly T[];
  readonly choices: readonly { readonly value: T; readonly label: string; readonly hint?: string }[];
  readonly onToggle: (value: T) => void;
}) {
  const names = choices.filter(({ value }) => chosen.includes(value)).map((choice) => choice.label);
  return (
    <Menu
      label={label}
      multiple
      trigger={
        <Button aria-pressed={chosen.length > 0}>
          <span className="max-w-48 truncate">
            {label}
            {chosen.length > 0 && <span className="font-medium">{`: ${names.join(', ')}`}</span>}
          </span>
          <ChevronDown size={14} aria-hidden className="text-muted" />
        </Button>
      }
      entries={choices.map(({ value, label: name, hint }) => ({
        key: value === '' ? 'none' : value,
        label: name,
        ...(hint === undefined ? {} : { hint }),
        checked: chosen.includes(value),
        choose: () => onToggle(value),
      }))}
    />
  );
}

/** Whom the rules are about where that was chosen; else the way to choose. */
function Subject({
  params,
  update,
  about,
}: {
  readonly params: RuleParams;
  readonly update: (change: Partial<RuleParams>) => void;
  readonly about: RulesResponse['about'];
}) {
  if (params.about === null && params.address === null) return <SubjectPicker onChoose={update} />;
  const name = params.address ?? about?.name ?? 'an object that is gone';
  const what = params.address !== null ? 'Address' : about === null ? '' : kindTitle(about.kind, about.id);
  return (
    <div className="flex h-8 min-w-0 items-center gap-2 rounded-md border border-text bg-surface pl-3 text-sm">
      {params.address === null && about !== null && <KindIcon kind={about.kind} size={14} />}
      <span className="shrink-0 text-muted">{what}</span>
      <span className="max-w-56 truncate font-medium" title={name}>
        {name}
      </span>
      <Button
        look="icon"
        aria-label="Rules about anybody again"
        className="h-7"
        onClick={() => update({ about: null, address: null })}
      >
        <X size={14} aria-hidden />
      </Button>
    </div>
  );
}
