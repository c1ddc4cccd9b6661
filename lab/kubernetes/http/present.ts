import { asArray, asNumber, asObject, at } from '../json/value';
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
function fromEventsApi(event: Record<string, unknown>): Record<string, unknown> {
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

/** An autoscaler as version 1 shows it: a CPU target instead of a list of metrics. */
function toAutoscalerV1(autoscaler: KubeObject): KubeObject {
  const { metrics, behavior: _behavior, ...spec } = asObject(autoscaler.spec);
  const cpu = asArray(metrics).find((metric) => at(metric, 'resource', 'name') === 'cpu');
  const target = at(cpu, 'resource', 'target', 'averageUtilization');
  const { currentReplicas, desiredReplicas, lastScaleTime, observedGeneration } = asObject(autoscaler.status);
  return {
    ...autoscaler,
    apiVersion: 'autoscaling/v1',
    spec: { ...spec, ...(target === undefined ? {} : { targetCPUUtilizationPercentage: target }) },
    status: {
      currentReplicas: asNumber(currentReplicas),
      desiredReplicas: asNumber(desiredReplicas),
      lastScaleTime,
      observedGeneration,
    },
  };
}

/** An autoscaler of version 1 as version 2 stores it. */
function fromAutoscalerV1(autoscaler: Record<string, unknown>): Record<string, unknown> {
  const { targetCPUUtilizationPercentage: percent = 80, ...spec } = asObject(autoscaler.spec);
  const target = { type: 'Utilization', averageUtilization: percent };
  return {
    ...autoscaler,
    apiVersion: 'autoscaling/v2',
    spec: { ...spec, metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] },
  };
}

function isAutoscalerV1(definition: ResourceDefinition): boolean {
  return definition.group === 'autoscaling' && definition.version === 'v1';
}

/** An object of one served version as it is stored. */
export function toStored(definition: ResourceDefinition, object: Record<string, unknown>): Record<string, unknown> {
  if (definition.group === 'events.k8s.io') return fromEventsApi(object);
  return isAutoscalerV1(definition) ? fromAutoscalerV1(object) : object;
}

/** A stored object as one served version shows it. */
export function present(definition: ResourceDefinition, object: KubeObject): KubeObject {
  if (definition.group === 'events.k8s.io') return toEventsApi(object);
  if (isAutoscalerV1(definition)) return toAutoscalerV1(object);
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
