import { Command } from 'cmdk';
import { Clock, Search } from 'lucide-react';

const EXAMPLES: readonly (readonly [string, string])[] = [
  ['10.0.0.0/16', 'every address inside of a network'],
  ['vlan:101', 'one field only: name, ns, uid, path, ip, mac, vif, vlan, rule, tag, label'],
  ['ncp/project|development', 'a tag by scope and value; a label as key=value'],
  ['kind:segment development', 'one kind only, with every word after it'],
];

const HEADING = 'px-2.5 pt-2 pb-1 font-medium text-muted text-xs';
const ROW = 'flex h-8 items-center gap-2.5 rounded px-2.5 data-[selected=true]:bg-raised';

/** What to begin with: what was searched for lately, and what can be asked. */
export function Starters({
  recent,
  choose,
}: {
  readonly recent: readonly string[];
  readonly choose: (text: string) => void;
}) {
  return (
    <>
      {recent.length > 0 && (
        <Command.Group heading={<div className={HEADING}>Searched lately</div>}>
          {recent.map((text) => (
            <Command.Item key={text} value={`recent ${text}`} onSelect={() => choose(text)} className={ROW}>
              <Clock size={14} aria-hidden className="shrink-0 text-muted" />
              <span className="truncate font-mono text-sm">{text}</span>
            </Command.Item>
          ))}
        </Command.Group>
      )}
      <Command.Group heading={<div className={HEADING}>What can be asked</div>}>
        {EXAMPLES.map(([text, words]) => (
          <Command.Item key={text} value={`example ${text}`} onSelect={() => choose(text)} className={ROW}>
            <Search size={14} aria-hidden className="shrink-0 text-muted" />
            <span className="shrink-0 font-mono text-sm">{text}</span>
            <span className="truncate text-muted text-xs">{words}</span>
          </Command.Item>
        ))}
      </Command.Group>
    </>
  );
}
