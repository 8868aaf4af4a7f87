namespace Streaming.Operators;

/// <summary>A number of bytes; in a topology <c>512MiB</c>, <c>2GB</c> or a plain number.</summary>
/// <param name="Bytes">The count.</param>
public readonly record struct ByteSize(long Bytes)
{
    /// <summary>Mebibytes.</summary>
    public static ByteSize MiB(long count) => new(count << 20);

    /// <summary>The largest binary unit that divides the size, e.g. <c>512MiB</c>.</summary>
    public override string ToString() => Bytes switch
    {
        0 => "0B",
        _ when Bytes % (1L << 30) == 0 => $"{Bytes >> 30}GiB",
        _ when Bytes % (1L << 20) == 0 => $"{Bytes >> 20}MiB",
        _ when Bytes % (1L << 10) == 0 => $"{Bytes >> 10}KiB",
        _ => $"{Bytes}B",
    };
}
