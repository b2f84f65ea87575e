/** JSON merge patch (RFC 7396): null deletes, objects merge, all else replaces. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
type JsonObject = Readonly<Record<string, Json>>

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The target after the patch; what the patch does not touch stays the same object, so that React can skip it. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const merged: Record<string, Json> = isObject(target) ? { ...target } : {}
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      // A view's keys are codes and ids that the server chose; deleting them is what a merge patch is for.
      Reflect.deleteProperty(merged, key)
    } else {
      merged[key] = mergePatch(merged[key], value)
    }
  }
  return merged
}
