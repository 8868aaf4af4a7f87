namespace Streaming.Runtime;

/// <summary>The newest examples of one outcome at one operator: a few, and not more than some a second, so that they show more than one moment.</summary>
internal sealed class ExampleRing(TimeProvider time)
{
    /// <summary>The most that are kept.</summary>
    public const int Size = 8;

    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(250);

    private readonly Queue<(long Number, Example Example)> _examples = new();
    private long _number;
    private long _last;

    /// <summary>Bytes of their media.</summary>
    public long Bytes { get; private set; }

    /// <summary>The newest first, each with its number.</summary>
    public IReadOnlyList<(long Number, Example Example)> Newest => [.. _examples.Reverse()];

    /// <summary>Whether one more is wanted now.</summary>
    public bool Wants => _examples.Count < Size || time.GetElapsedTime(_last) >= Every;

    /// <summary>Adds one, in place of the oldest; one that is there already is not added.</summary>
    public void Add(Example example)
    {
        if (_examples.Any(e => e.Example.Id == example.Id && e.Example.Split == example.Split && e.Example.Position == example.Position))
        {
            return;
        }

        _last = time.GetTimestamp();
        _examples.Enqueue((_number++, example));
        Bytes += BytesOf(example);
        if (_examples.Count > Size)
        {
            Bytes -= BytesOf(_examples.Dequeue().Example);
        }
    }

    private static long BytesOf(Example example) => example.Media.Sum(m => (long)(m.Bytes?.Length ?? 0));
}
