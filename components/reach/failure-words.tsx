import { RequestFailure } from '@/components/data/fetch-json';

const PARTS: Readonly<Record<string, string>> = {
  'query.from': 'From',
  'query.to': 'To',
  'query.protocol': 'Protocol',
  'query.port': 'Port',
  'query.group': 'Group',
  'query.cluster': 'Cluster',
  'query.namespace': 'Namespace',
};

/** What is wrong with which field, in the server's words. */
export function FailureWords({ error }: { readonly error: Error }) {
  const problems = error instanceof RequestFailure ? error.problems : [];
  if (problems.length === 0) return <>{`The question could not be answered. ${error.message}`}</>;
  return (
    <ul>
      {problems.map(({ where, message }) => (
        <li key={`${where}${message}`} className="break-words">{`${PARTS[where] ?? where} ${message}`}</li>
      ))}
    </ul>
  );
}
