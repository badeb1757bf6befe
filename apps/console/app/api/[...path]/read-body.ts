/** The whole body of a request, or null when it is larger than `limit` bytes; what is too much is never kept. */
export const readBody = async (request: Request, limit: number): Promise<Blob | null> => {
  if (Number(request.headers.get('content-length')) > limit) return null;
  const reader = request.body?.getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let part = await reader?.read(); part?.value; part = await reader?.read()) {
    size += part.value.byteLength;
    if (size > limit) {
      await reader?.cancel();
      return null;
    }
    parts.push(part.value);
  }
  return new Blob(parts);
};
