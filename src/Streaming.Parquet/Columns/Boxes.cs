namespace Streaming.Parquet.Columns;

/// <summary>Boxed values that occur again and again: truth values and small integers (counts, labels, sizes) cost no allocation.</summary>
internal static class Boxes
{
    private const int Low = -128;
    private const int High = 4096;

    private static readonly object _true = true;
    private static readonly object _false = false;
    private static readonly object[] _integers = [.. Enumerable.Range(Low, High - Low).Select(i => (object)(long)i)];

    public static object Of(bool value) => value ? _true : _false;

    public static object Of(long value) => value is >= Low and < High ? _integers[(int)(value - Low)] : value;
}
