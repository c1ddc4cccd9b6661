import { asNumber, asText, type JsonObject } from '../json';

const categories = ['Ethernet', 'Emergency', 'Infrastructure', 'Environment', 'Application'];
const PER_CATEGORY = 10 ** 13;
const PER_SEQUENCE = 10 ** 6;

/**
 * `internal_sequence_number`: the total order of policies over categories and domains. Ties of `sequence_number` are
 * broken by `order`, a number of its own for every policy, kept when the policy changes.
 */
export function internalSequence(body: JsonObject, order: number): number {
  const rank = Math.max(0, categories.indexOf(asText(body.category) ?? 'Application'));
  const sequence = Math.min(asNumber(body.sequence_number) ?? 0, 2_147_483);
  return rank * PER_CATEGORY + sequence * PER_SEQUENCE + (order % PER_SEQUENCE);
}

/** The `order` an internal sequence number was made with. */
export function orderWithin(number: number): number {
  return number % PER_SEQUENCE;
}
