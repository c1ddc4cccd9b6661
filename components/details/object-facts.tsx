import { PLANE_WORDS } from '@/components/marks/plane';
import { CopyChip } from '@/components/ui/copy-chip';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import type { ObjectResponse } from '@/lib/wire/details';
import { FactList } from './fact-value';
import { Row, Rows, Section } from './section';

/** What is known of one object: facts, identity, times, labels or tags. */
export function ObjectFacts({ object, titled }: { readonly object: ObjectResponse; readonly titled: boolean }) {
  const { node } = object;
  const labels = Object.entries(node.labels ?? {});
  const tags = node.tags ?? [];
  return (
    <>
      <Section title={titled ? PLANE_WORDS[node.plane] : 'Facts'}>
        {node.issues.map((issue) => (
          <Notice key={issue} tone="warning" className="mb-2">
            {issue}
          </Notice>
        ))}
        <FactList facts={object.facts}>
          <dt className="text-muted text-xs leading-5">{node.plane === 'nsx' ? 'Policy path' : 'UID'}</dt>
          <dd>
            <CopyChip bare value={node.key} />
          </dd>
          {node.createdAt !== null && <TimeRow label="Created" at={node.createdAt} />}
          {node.modifiedAt !== null && <TimeRow label="Changed" at={node.modifiedAt} />}
        </FactList>
      </Section>
      {labels.length > 0 && (
        <Section title="Labels">
          <Rows>
            {labels.map(([key, value]) => (
              <Row key={key}>
                <CopyChip value={`${key}=${value}`} shown={key} />
                {value !== '' && <CopyChip value={value} />}
              </Row>
            ))}
          </Rows>
        </Section>
      )}
      {tags.length > 0 && (
        <Section title="Tags" aside="scope | tag">
          <Rows>
            {tags.map((tag) => (
              <Row key={`${tag.scope}|${tag.tag}`}>
                <CopyChip value={`${tag.scope}|${tag.tag}`} shown={tag.scope === '' ? '(no scope)' : tag.scope} />
                {tag.tag !== '' && <CopyChip value={tag.tag} />}
              </Row>
            ))}
          </Rows>
        </Section>
      )}
    </>
  );
}

function TimeRow({ label, at }: { readonly label: string; readonly at: number }) {
  return (
    <>
      <dt className="text-muted text-xs leading-5">{label}</dt>
      <dd>
        <RelativeTime at={at} />
      </dd>
    </>
  );
}
