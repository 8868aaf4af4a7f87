using System.Text;

namespace Streaming.Parquet.Writing;

/// <summary>Watches a column's values for its statistics.</summary>
internal interface IRange<in T>
{
    /// <summary>A lower bound, or null where none is known.</summary>
    object? Min { get; }

    /// <summary>An upper bound, or null where none is known.</summary>
    object? Max { get; }

    /// <summary>Takes a value in.</summary>
    void Add(T value);
}

/// <summary>The exact range of integers.</summary>
internal sealed class IntegerRange : IRange<long>, IRange<int>, IRange<short>, IRange<sbyte>
{
    private long _min = long.MaxValue;
    private long _max = long.MinValue;

    public object? Min => _min <= _max ? _min : null;

    public object? Max => _min <= _max ? _max : null;

    public void Add(long value)
    {
        _min = Math.Min(_min, value);
        _max = Math.Max(_max, value);
    }

    void IRange<int>.Add(int value) => Add(value);

    void IRange<short>.Add(short value) => Add(value);

    void IRange<sbyte>.Add(sbyte value) => Add(value);
}

/// <summary>The range of floating-point values as stored. Unknown once a NaN was seen: readers do not agree on where it sorts. Infinite bounds are unknown too: JSON has none.</summary>
internal sealed class FloatRange : IRange<double>, IRange<float>
{
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;
    private bool _hasNan;

    // Zero has two signs that compare equal; the outer one is the safe bound.
    public object? Min => Known(_min) is { } min ? (min == 0 ? -0.0 : min) : null;

    public object? Max => Known(_max) is { } max ? (max == 0 ? 0.0 : max) : null;

    public void Add(double value)
    {
        _hasNan |= double.IsNaN(value);
        _min = value < _min ? value : _min;
        _max = value > _max ? value : _max;
    }

    void IRange<float>.Add(float value) => Add(value);

    private double? Known(double bound) => !_hasNan && double.IsFinite(bound) ? bound : null;
}

/// <summary>Bounds of texts in the order of their UTF-8 bytes (which is the order of code points, not that of UTF-16), from their first bytes alone.</summary>
internal sealed class TextRange
{
    // Delta's own writers cut bounds at 32 characters.
    private const int Kept = 32;

    private byte[]? _min;
    private byte[]? _max;
    private bool _maxIsCut;

    /// <summary>A prefix of the least text, which is at most it.</summary>
    public string? Min => _min is null ? null : Encoding.UTF8.GetString(_min);

    /// <summary>The greatest text, or where it is long the least short text above it; null where there is none.</summary>
    public string? Max => _max is null ? null : _maxIsCut ? After(_max) : Encoding.UTF8.GetString(_max);

    public void Add(ReadOnlySpan<byte> utf8)
    {
        var head = Head(utf8);
        var isCut = head.Length < utf8.Length;
        if (_min is null || head.SequenceCompareTo(_min) < 0)
        {
            _min = head.ToArray();
        }

        var order = _max is null ? 1 : head.SequenceCompareTo(_max);
        if (order > 0)
        {
            _max = head.ToArray();
            _maxIsCut = isCut;
        }
        else if (order == 0)
        {
            _maxIsCut |= isCut;
        }
    }

    private static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length <= Kept)
        {
            return utf8;
        }

        var end = Kept;
        while ((utf8[end] & 0xC0) == 0x80)
        {
            end--;
        }

        return utf8[..end];
    }

    private static string? After(byte[] prefix)
    {
        var runes = Encoding.UTF8.GetString(prefix).EnumerateRunes().ToList();
        for (var i = runes.Count - 1; i >= 0; i--)
        {
            var next = runes[i].Value + 1;
            if (Rune.TryCreate(next == 0xD800 ? 0xE000 : next, out var rune))
            {
                return string.Concat(runes.Take(i).Append(rune));
            }
        }

        return null;
    }
}
