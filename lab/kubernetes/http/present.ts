import { asObject } from '../json/value';
import { groupVersionOf } from '../registry/registry';
import type { KubeObject, ResourceDefinition } from '../store/contract';

/** An Event as the events.k8s.io API words it. */
function toEventsApi(event: KubeObject): KubeObject {
  const { involvedObject, message, source, firstTimestamp, lastTimestamp, count, reportingComponent, ...rest } = event;
  return {
    ...rest,
    apiVersion: 'events.k8s.io/v1',
    kind: event.kind,
    metadata: event.metadata,
    regarding: involvedObject,
    note: message,
    reportingController: reportingComponent ?? asObject(source).component,
    deprecatedSource: source,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count,
  };
}

/** An Event of the events.k8s.io API as the core API stores it. */
export function fromEventsApi(event: Record<string, unknown>): Record<string, unknown> {
  const {
    regarding,
    note,
    reportingController,
    deprecatedSource,
    deprecatedFirstTimestamp,
    deprecatedLastTimestamp,
    deprecatedCount,
    ...rest
  } = event;
  return {
    ...rest,
    apiVersion: 'v1',
    involvedObject: regarding,
    message: note,
    reportingComponent: reportingController,
    source: deprecatedSource,
    firstTimestamp: deprecatedFirstTimestamp,
    lastTimestamp: deprecatedLastTimestamp,
    count: deprecatedCount,
  };
}

/** A stored object as one served version shows it. */
export function present(definition: ResourceDefinition, object: KubeObject): KubeObject {
  if (definition.group === 'events.k8s.io') return toEventsApi(object);
  const apiVersion = groupVersionOf(definition);
  return object.apiVersion === apiVersion ? object : { ...object, apiVersion };
}

/** An object of a list: real servers leave kind and apiVersion out of the items of built-in lists. */
export function presentItem(
  definition: ResourceDefinition,
  object: KubeObject,
  isCustom: boolean,
): Record<string, unknown> {
  const shown = present(definition, object);
  if (isCustom) return shown;
  const { kind: _kind, apiVersion: _apiVersion, ...item } = shown;
  return item;
}
