/** Whether a download host answers at all, so that a machine behind a wall is not kept waiting. */
export async function canReach(url: string, timeoutMs = 2_000): Promise<boolean> {
  try {
    const response = await fetch(url, { method: 'HEAD', signal: AbortSignal.timeout(timeoutMs) });
    return response.ok;
  } catch {
    return false;
  }
}
