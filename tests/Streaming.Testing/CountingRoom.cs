using Streaming.Samples;

namespace Streaming.Testing;

/// <summary>Room for what is decoded, which counts.</summary>
public sealed class CountingRoom(long limit = long.MaxValue) : IDecodedRoom
{
    /// <summary>How often room was asked for: once for each decoding.</summary>
    public int Asked { get; private set; }

    /// <summary>Bytes that are kept now.</summary>
    public long Held { get; private set; }

    /// <summary>Opens a sample, as a stage of several operators that decode does.</summary>
    public Sample Open(Sample sample)
    {
        sample.Decoded = new(this);
        return sample;
    }

    /// <inheritdoc/>
    public bool TryTake(long bytes)
    {
        Asked++;
        var fits = Held + bytes <= limit;
        Held += fits ? bytes : 0;
        return fits;
    }

    /// <inheritdoc/>
    public void Give(long bytes) => Held -= bytes;
}
