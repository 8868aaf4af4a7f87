using Streaming.Operators;

namespace Streaming.Testing;

/// <summary>An account that only notes what is held.</summary>
public sealed class MemoryAccount(long limit) : IMemoryAccount
{
    /// <inheritdoc/>
    public long Limit => limit;

    /// <summary>What the operator holds now, in bytes.</summary>
    public long Held { get; private set; }

    /// <summary>The most it ever held, in bytes.</summary>
    public long Peak { get; private set; }

    /// <inheritdoc/>
    public void Hold(long bytes)
    {
        Held = bytes;
        Peak = Math.Max(Peak, bytes);
    }
}
