'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Menu } from '@/components/ui/menu';
import { applyTheme, chooseTheme, readThemeChoice, THEME_CHOICES, type ThemeChoice } from './theme';

const ICONS = { system: Monitor, light: Sun, dark: Moon } as const;
const WORDS: Readonly<Record<ThemeChoice, string>> = { system: 'As the system', light: 'Light', dark: 'Dark' };

/** Chooses the theme; follows the system while that is the choice. */
export function ThemeMenu() {
  const [choice, setChoice] = useState<ThemeChoice>('system');
  useEffect(() => setChoice(readThemeChoice()), []);
  useEffect(() => {
    if (choice !== 'system') return;
    const query = matchMedia('(prefers-color-scheme: dark)');
    const follow = () => applyTheme(readThemeChoice());
    query.addEventListener('change', follow);
    return () => query.removeEventListener('change', follow);
  }, [choice]);
  const Icon = ICONS[choice];
  return (
    <Menu
      label="Theme"
      align="end"
      trigger={
        <Button
          look="icon"
          aria-label={`Theme: ${WORDS[choice]}`}
          className="rounded-full border border-line bg-surface"
        >
          <Icon size={15} aria-hidden />
        </Button>
      }
      entries={THEME_CHOICES.map((entry) => ({
        key: entry,
        label: WORDS[entry],
        checked: entry === choice,
        choose: () => {
          chooseTheme(entry);
          setChoice(entry);
        },
      }))}
    />
  );
}
