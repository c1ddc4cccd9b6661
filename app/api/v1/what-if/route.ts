import type { Edit } from '@/lib/dfw';
import { editSchema } from '@/lib/wire';
import { json, type Mistake, problem } from '../_http/problem';
import { notAllowed, route } from '../_http/route';

export { notAllowed as DELETE, notAllowed as PATCH, notAllowed as POST, notAllowed as PUT };
export const dynamic = 'force-dynamic';

const MAX_EDITS = 20;

export const GET = route('/api/v1/what-if', async ({ runtime, request, all }) => {
  const texts = all('edit');
  const mistakes: Mistake[] = [];
  if (texts.length === 0)
    mistakes.push({ where: 'query.edit', message: 'is missing; give one edit as JSON, or several' });
  if (texts.length > MAX_EDITS)
    mistakes.push({
      where: 'query.edit',
      message: `is given ${texts.length} times; ${MAX_EDITS} edits are allowed at once`,
    });
  const edits = texts.slice(0, MAX_EDITS).flatMap((text, index) => readEdit(text, index, mistakes));
  if (mistakes.length > 0) return problem(400, 'Correct what is listed and ask again.', mistakes);
  const answer = await runtime.whatIf(edits, request.signal);
  if (answer === null) return problem(503, 'The question was taken back before it was answered.');
  if (answer.ok) return json(answer.answer);
  const told = answer.mistakes.map(({ edit, message }): Mistake => ({ where: `query.edit[${edit}]`, message }));
  return problem(400, 'Correct what is listed and ask again.', told);
});

function readEdit(text: string, index: number, mistakes: Mistake[]): readonly Edit[] {
  const where = `query.edit[${index}]`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    mistakes.push({
      where,
      message: 'is no JSON; write {"type":"labels","pods":["ID"],"labels":{"KEY":"VALUE"}}, for example',
    });
    return [];
  }
  const read = editSchema.safeParse(value);
  if (read.success) return [read.data as Edit]; // ids are looked up, whatever they are
  for (const { path, message } of read.error.issues) {
    mistakes.push({ where: [where, ...path.map(String)].join('.'), message });
  }
  return [];
}
