import { KindIcon } from '@/components/marks/kind-icon';
import { StateGlyph } from '@/components/marks/state';
import { cn } from '@/components/ui/cn';
import type { SearchHit } from '@/lib/wire/search';
import { Marked } from './marked';

/** One object that was found: its name, what matched, and where it lives. */
export function HitRow({ hit }: { readonly hit: SearchHit }) {
  const { node, line, matches } = hit;
  const inName = matches.find((match) => match.label === 'Name');
  const elsewhere = matches.filter((match) => match !== inName);
  const place = [node.namespace, node.cluster].filter((part) => part !== null).join(' · ');
  return (
    <>
      <KindIcon kind={node.kind} className={cn('shrink-0', node.plane === 'nsx' ? 'text-nsx' : 'text-kubernetes')} />
      <span className="max-w-[48%] shrink-0 truncate" title={node.name}>
        <Marked text={node.name} at={inName?.at ?? null} length={inName?.length ?? 0} />
      </span>
      <StateGlyph state={node.state} size={13} />
      <span className="flex min-w-0 flex-1 gap-3 overflow-hidden whitespace-nowrap text-muted text-xs">
        {elsewhere.map((match) => (
          <span key={`${match.label} ${match.text}`} className="min-w-0 truncate" title={match.text}>
            {`${match.label} `}
            <span className="font-mono text-text">
              <Marked {...match} />
            </span>
          </span>
        ))}
        {elsewhere.length === 0 && <span className="truncate font-mono">{line}</span>}
      </span>
      <span className="max-w-[28%] shrink-0 truncate text-muted text-xs">{place}</span>
    </>
  );
}
