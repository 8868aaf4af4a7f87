using System.Collections.Concurrent;

namespace Streaming.Runtime;

/// <summary>What operators warned of in a run. Operators that are made anew, and several that say the same, are heard once.</summary>
internal sealed class RunWarnings
{
    private readonly ConcurrentDictionary<string, bool> _told = new(StringComparer.Ordinal);

    /// <summary>Passes on what was not said before.</summary>
    public Action<string> Telling(Action<string>? listener) => warning =>
    {
        if (_told.TryAdd(warning, true))
        {
            listener?.Invoke(warning);
        }
    };
}
