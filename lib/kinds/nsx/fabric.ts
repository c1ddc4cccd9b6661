import { isObject, textOf } from '../reading';

/** A reader of keys for objects of the Manager API, which have ids in place of policy paths: `/fabric/vifs/<id>`. */
export function fabricKey(collection: string): (raw: unknown) => string | null {
  return (raw) => {
    const id = isObject(raw) ? textOf(raw.external_id) : null;
    return id === null ? null : ['/fabric', collection, id].join('/');
  };
}
