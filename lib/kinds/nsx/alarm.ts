import { isObject, textOf } from '../reading';
import { nsxKind, REALIZATION } from './declare';
import { toPath } from './object';

/** An alarm of realization: what NSX could not make of an intent, in its own words. */
export const alarm = nsxKind({
  name: 'alarm',
  type: 'PolicyAlarmResource',
  scope: 'any',
  lists: ['/infra/realized-state/alarms'],
  listOnly: true,
  optional: true,
  identify: (raw) => {
    const id = isObject(raw) ? textOf(raw.id) : null;
    return id === null ? null : `/infra/realized-state/alarms/${id}`;
  },
  presentation: {
    singular: 'alarm',
    plural: 'alarms',
    icon: 'octagon-alert',
    lane: null,
    facts: [
      { name: 'message', label: 'Message' },
      { name: 'error', label: 'Error code' },
      { name: 'about', label: 'About', mono: true },
      REALIZATION,
    ],
  },
  hides: 'alarms, and with them why NSX could not realize something',
  project: (raw) => {
    const details = isObject(raw.error_details) ? raw.error_details : {};
    const message = textOf(raw.message) ?? textOf(details.error_message);
    const about = textOf(raw.source_reference);
    return {
      state: 'failed',
      reason: message ?? 'NSX raised an alarm without a message',
      facts: {
        message,
        error: typeof details.error_code === 'number' ? details.error_code : textOf(details.error_code),
        about,
      },
      relations: toPath('reports', 'source_reference', about),
    };
  },
});
