import { CopyChip } from '@/components/ui/copy-chip';
import type { SourceStatus } from '@/lib/model/source-status';
import { Fact } from './fact';

/** How a cluster is called on NSX, how that is known, and what its configuration says about the network. */
export function ClusterIdentity({
  source,
  manager,
}: {
  readonly source: SourceStatus;
  readonly manager: SourceStatus | undefined;
}) {
  const { identity, tagValue } = source;
  return (
    <>
      <Fact label="NSX Manager">{manager?.name ?? <span className="text-muted">none named</span>}</Fact>
      <Fact label="Its NSX tag">
        {tagValue === null ? (
          <span className="text-muted">not known</span>
        ) : (
          <CopyChip value={`${identity?.from === 'nsx-operator' ? 'nsx-op' : 'ncp'}/cluster|${tagValue}`} />
        )}
        {identity && (
          <span className="block text-muted text-xs leading-5">
            {identity.from === 'name' ? `a guess: ${identity.where}` : `from ${identity.where}`}
          </span>
        )}
      </Fact>
      {identity?.facts.map((fact) => (
        <Fact key={`${fact.label} ${fact.value}`} label={fact.label}>
          <span className="break-words">{fact.value}</span>
        </Fact>
      ))}
    </>
  );
}
