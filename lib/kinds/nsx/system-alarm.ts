import { isObject, textOf, textsOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { toPath } from './object';

/** An open alarm of the platform: capacity, certificates, nodes, and what single objects of the Policy API suffer from. */
export const systemAlarm = nsxKind({
  name: 'system-alarm',
  type: 'Alarm',
  scope: 'any',
  api: 'manager',
  lists: ['/alarms'],
  // Those that are resolved are kept for long, and are many.
  listQuery: { status: 'OPEN' },
  listOnly: true,
  optional: true,
  identify: (raw) => {
    const id = isObject(raw) ? textOf(raw.id) : null;
    return id === null ? null : `/alarms/${id}`;
  },
  called: (raw) => textOf(raw.event_type_display_name) ?? textOf(raw.event_type),
  presentation: {
    singular: 'system alarm',
    plural: 'system alarms',
    icon: 'octagon-alert',
    lane: null,
    facts: [
      { name: 'summary', label: 'Summary' },
      { name: 'severity', label: 'Severity' },
      { name: 'feature', label: 'Feature' },
      { name: 'about', label: 'About', mono: true },
      { name: 'action', label: 'What NSX recommends' },
      { name: 'article', label: 'Article', mono: true },
      REALIZATION,
    ],
  },
  hides: 'open alarms of the platform',
  project: (raw) => {
    const [summary, severity] = [textOf(raw.summary) ?? textOf(raw.description), textOf(raw.severity)];
    const sources = textsOf(raw.alarm_source);
    const paths = raw.alarm_source_type === 'INTENT_PATH' ? sources : [];
    const about = sources.length > 0 ? sources : textsOf([raw.entity_id, raw.node_display_name]);
    return {
      state: severity === 'CRITICAL' || severity === 'HIGH' ? 'failed' : 'warning',
      reason: summary ?? 'NSX raised an alarm without a summary',
      facts: {
        summary,
        severity,
        feature: textOf(raw.feature_display_name) ?? textOf(raw.feature_name),
        about,
        action: textOf(raw.recommended_action),
        article: textOf(raw.kb_article),
      },
      relations: paths.flatMap((path) => toPath('reports', 'alarm_source', path)),
    };
  },
});
