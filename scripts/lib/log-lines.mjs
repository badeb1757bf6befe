const names = { 40: 'warning', 50: 'error', 60: 'fatal' };

const forDevelopers = /DeprecationWarning|Deprecation: |\[(?:DEP|FSTDEP)\d+\]|\(Use `node --trace-/;

/** What of a child's output a person should see at once: warnings and errors; null for everything else. */
export function noteworthy(line, stream) {
  if (line.startsWith('{')) {
    const entry = parse(line);
    if (entry) {
      if (!(entry.level >= 40)) return null;
      const error = entry.err?.message && entry.err.message !== entry.msg ? ` (${entry.err.message})` : '';
      return `${names[entry.level] ?? 'warning'}: ${entry.msg ?? line}${error}`;
    }
  }
  if (forDevelopers.test(line)) return null;
  return stream === 'stderr' || /\b(?:error|warn(?:ing)?)\b/i.test(line) ? line.trim() || null : null;
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
