'use client';

import { Download, LayoutGrid, Map as MiniMapIcon } from 'lucide-react';
import { useShell } from '@/components/frame/shell-context';
import { Button } from '@/components/ui/button';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import { type ExportForm, type Exported, saveView } from './export-view';
import type { SizedPlacement } from './placement';
import { type MiniMapChoice, useIsMiniMapShown } from './use-mini-map';
import { ZoomBox } from './zoom-box';

interface MapToolsProps {
  readonly rearrange: () => void;
  readonly miniMap: MiniMapChoice;
  readonly onMiniMap: (choice: MiniMapChoice) => void;
  readonly size: SizedPlacement['size'];
  /** What an export takes, read when one is asked for. */
  readonly exported: () => Exported | null;
}

const FORMS: readonly (readonly [ExportForm, string, string])[] = [
  ['svg', 'SVG', 'for print, sharp at any size'],
  ['png', 'PNG', 'a picture, at 200 %'],
  ['json', 'JSON', 'the view as data'],
];

/** Arrange anew, minimap and export, beside the zoom controls. */
export function MapTools({ rearrange, miniMap, onMiniMap, size, exported }: MapToolsProps) {
  const { announce } = useShell();
  const isShown = useIsMiniMapShown(miniMap, size);
  const save = async (form: ExportForm) => {
    const what = exported();
    if (what === null) return;
    try {
      await saveView(form, fileName(what), what);
      announce(`Saved the map as ${form.toUpperCase()}`);
    } catch {
      announce(
        `The map could not be saved as ${form.toUpperCase()}: it is too large for this browser. SVG has no limit.`,
      );
    }
  };
  const entries = FORMS.map(
    ([form, label, hint]): MenuEntry => ({ key: form, label, hint, choose: () => void save(form) }),
  );
  return (
    <>
      <ZoomBox />
      <Button look="icon" aria-label="Arrange the map anew" title="Arrange anew (r)" onClick={rearrange}>
        <LayoutGrid size={14} aria-hidden />
      </Button>
      <Button
        look="icon"
        aria-label="Minimap"
        aria-pressed={isShown}
        title={isShown ? 'Hide the minimap' : 'Show the minimap'}
        className="max-lg:hidden"
        onClick={() => onMiniMap(isShown ? 'off' : 'on')}
      >
        <MiniMapIcon size={14} aria-hidden />
      </Button>
      <Menu
        label="Save the map"
        align="end"
        entries={entries}
        trigger={
          <Button look="icon" aria-label="Save the map" title="Save as SVG, PNG or JSON">
            <Download size={14} aria-hidden />
          </Button>
        }
      />
      <span className="mx-0.5 h-5 w-px bg-line" />
    </>
  );
}

/** `portolan-pandora-kube-system-2026-11-22T16-31-00` */
function fileName({ spec, view }: Exported): string {
  const time = new Date(view.at).toISOString().slice(0, 19).replaceAll(':', '-');
  return ['portolan', spec.cluster, spec.namespace, time].filter((part) => part !== null).join('-');
}
