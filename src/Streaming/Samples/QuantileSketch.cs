using System.Buffers;
using System.Buffers.Binary;

namespace Streaming.Samples;

/// <summary>
/// The ranks of numbers without end, in a few kilobytes: KLL (Karnin, Lang and Liberty, "Optimal Quantile Approximation in Streams", arXiv 1603.05346). Values lie in levels, each standing for two of the level
/// below; a full level is sorted and every other value goes up. With capacities that shrink by 2/3 a level from <c>k</c> down, a rank is off by more than ε·n with a probability below exp(−c·k²·ε²) (their
/// theorem 1): at k = 1024 some 0.3 % of n.
/// </summary>
/// <remarks>The coins come from a count of the compactions, so the same values in the same order give the same sketch.</remarks>
public sealed class QuantileSketch
{
    // Values in the highest level: k.
    private const int Highest = 1024;
    private const int Least = 8;
    private const int MostLevels = 60;

    // By how far a level is below the highest one.
    private static readonly int[] Capacities = [.. Enumerable.Range(0, MostLevels + 1).Select(below => Math.Max(Least, (int)Math.Ceiling(Highest * Math.Pow(2.0 / 3, below))))];

    private readonly List<List<double>> _levels = [[]];
    private ulong _compactions;
    private int _held;
    private int _capacity = Highest;

    /// <summary>Values that were added.</summary>
    public long Count { get; private set; }

    /// <summary>Bytes of memory held.</summary>
    public long Bytes => _levels.Sum(l => 8L * l.Capacity);

    /// <summary>Adds a number.</summary>
    public void Add(double value)
    {
        _levels[0].Add(value);
        _held++;
        Count++;
        Compact();
    }

    /// <summary>Adds all that another sketch was given.</summary>
    public void Merge(QuantileSketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        while (_levels.Count < other._levels.Count)
        {
            AddLevel();
        }

        for (var i = 0; i < other._levels.Count; i++)
        {
            _levels[i].AddRange(other._levels[i]);
        }

        _held += other._held;
        _compactions += other._compactions;
        Count += other.Count;
        Compact();
    }

    /// <summary>The values that are kept, with how many each stands for.</summary>
    public IEnumerable<(double Value, long Weight)> Values() => _levels.SelectMany((level, i) => level.Select(value => (value, 1L << i)));

    /// <summary>Writes it.</summary>
    public void Write(IBufferWriter<byte> into)
    {
        ArgumentNullException.ThrowIfNull(into);
        var bytes = into.GetSpan(Size());
        BinaryPrimitives.WriteInt64LittleEndian(bytes, Count);
        BinaryPrimitives.WriteUInt64LittleEndian(bytes[8..], _compactions);
        bytes[16] = (byte)_levels.Count;
        var at = 17;
        foreach (var level in _levels)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes[at..], level.Count);
            at += 4;
            foreach (var value in level)
            {
                BinaryPrimitives.WriteDoubleLittleEndian(bytes[at..], value);
                at += 8;
            }
        }

        into.Advance(at);
    }

    /// <summary>Reads one of what <see cref="Write"/> wrote; null at the end of the stream.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static QuantileSketch? Read(Stream from)
    {
        ArgumentNullException.ThrowIfNull(from);
        Span<byte> head = stackalloc byte[17];
        var read = from.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        if (read == 0)
        {
            return null;
        }

        if (read < head.Length || head[16] is 0 or > MostLevels)
        {
            throw new InvalidDataException("The state of a quantile sketch is broken.");
        }

        var sketch = new QuantileSketch { Count = BinaryPrimitives.ReadInt64LittleEndian(head), _compactions = BinaryPrimitives.ReadUInt64LittleEndian(head[8..]) };
        for (var i = 0; i < head[16]; i++)
        {
            sketch.ReadLevel(from, i);
        }

        return sketch;
    }

    private int Size() => 17 + _levels.Sum(l => 4 + (8 * l.Count));

    private void ReadLevel(Stream from, int level)
    {
        Span<byte> bytes = stackalloc byte[8];
        from.ReadExactly(bytes[..4]);
        var count = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (count is < 0 or > 1 << 20)
        {
            throw new InvalidDataException("The state of a quantile sketch is broken.");
        }

        if (level > 0)
        {
            AddLevel();
        }

        for (var i = 0; i < count; i++)
        {
            from.ReadExactly(bytes);
            _levels[level].Add(BinaryPrimitives.ReadDoubleLittleEndian(bytes));
        }

        _held += count;
    }

    private void Compact()
    {
        while (_held > _capacity)
        {
            var level = 0;
            while (_levels[level].Count < CapacityOf(level))
            {
                level++;
            }

            Compact(level);
        }
    }

    // An odd one stays below, so that the weights always sum up to the count.
    private void Compact(int level)
    {
        if (level + 1 == _levels.Count)
        {
            AddLevel();
        }

        var values = _levels[level];
        values.Sort();
        var even = values.Count & ~1;
        var odd = values.Count > even ? values[^1] : (double?)null;
        for (var i = Coin(); i < even; i += 2)
        {
            _levels[level + 1].Add(values[i]);
        }

        values.Clear();
        if (values.Capacity > 4 * CapacityOf(level))
        {
            // It was a higher level once.
            values.Capacity = CapacityOf(level);
        }

        if (odd is { } rest)
        {
            values.Add(rest);
        }

        _held -= even / 2;
    }

    private int Coin() => (int)(SplitMix64.Mix(++_compactions * SplitMix64.Step) & 1);

    private void AddLevel()
    {
        _levels.Add([]);
        _capacity += Capacities[_levels.Count - 1];
    }

    private int CapacityOf(int level) => Capacities[_levels.Count - 1 - level];
}
