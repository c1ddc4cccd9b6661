import { asArray, asObject, asString, at } from '../json/value';
import type { KubeObject } from '../store/contract';
import { timestamp } from '../store/timestamp';

/** Completes a CustomResourceDefinition: names, conversion, and the status that says it is served. */
export function admitCustomDefinition(crd: KubeObject): void {
  const spec = asObject(crd.spec);
  const names = asObject(spec.names);
  const kind = asString(names.kind);
  names.singular ??= kind.toLowerCase();
  names.listKind ??= `${kind}List`;
  spec.names = names;
  spec.conversion ??= { strategy: 'None' };
  crd.spec = spec;
  if (at(crd, 'status', 'acceptedNames') !== undefined) return;
  const lastTransitionTime = timestamp();
  crd.status = {
    conditions: [
      {
        type: 'NamesAccepted',
        status: 'True',
        lastTransitionTime,
        reason: 'NoConflicts',
        message: 'no conflicts found',
      },
      {
        type: 'Established',
        status: 'True',
        lastTransitionTime,
        reason: 'InitialNamesAccepted',
        message: 'the initial names have been accepted',
      },
    ],
    acceptedNames: names,
    storedVersions: asArray(spec.versions)
      .map(asObject)
      .filter((version) => version.storage === true)
      .map((version) => asString(version.name)),
  };
}
