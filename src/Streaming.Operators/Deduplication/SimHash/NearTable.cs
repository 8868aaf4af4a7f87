using System.Numerics;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>The newest signatures, in memory: one chain a bucket and choice of blocks.</summary>
/// <param name="choices">The choices of blocks.</param>
/// <param name="distance">How many bits near signatures may differ in.</param>
/// <param name="allowance">About how many bytes it may take.</param>
internal sealed class NearTable(BlockChoices choices, int distance, long allowance)
{
    private const int First = 64;

    private readonly int _most = (int)Math.Clamp(allowance / BytesEach(choices), First, Array.MaxLength / 4 / choices.Count);
    private ulong[] _signatures = [];

    // Entry number n × choices + c is signature n under choice c; heads hold an entry's number plus one, 0 being none.
    private int[] _next = [];
    private int[] _heads = [];

    public int Count { get; private set; }

    public bool IsFull => Count == _most;

    public long Bytes => (8L * _signatures.Length) + (4L * _next.Length) + (4L * _heads.Length);

    public ReadOnlySpan<ulong> Signatures => _signatures.AsSpan(0, Count);

    /// <summary>Whether a near one is here.</summary>
    public bool HasNear(ulong signature)
    {
        for (var choice = 0; choice < choices.Count && Count > 0; choice++)
        {
            for (var entry = _heads[Head(signature, choice)]; entry != 0; entry = _next[entry - 1])
            {
                if (BlockChoices.IsNear(_signatures[(entry - 1) / choices.Count], signature, distance))
                {
                    return true;
                }
            }
        }

        return false;
    }

    /// <summary>Adds a signature; the table must not be full.</summary>
    public void Add(ulong signature)
    {
        if (Count == _signatures.Length)
        {
            Grow();
        }

        _signatures[Count] = signature;
        Link(Count++);
    }

    /// <summary>Forgets the signatures but keeps the arrays: they will be filled again.</summary>
    public void Clear()
    {
        Array.Clear(_heads);
        Count = 0;
    }

    private static long BytesEach(BlockChoices choices) => 8 + (12L * choices.Count);

    private int Head(ulong signature, int choice) => (int)(choices.BucketOf(signature, choice) & (ulong)(_heads.Length - 1));

    private void Link(int number)
    {
        for (var choice = 0; choice < choices.Count; choice++)
        {
            ref var head = ref _heads[Head(_signatures[number], choice)];
            var entry = (number * choices.Count) + choice;
            _next[entry] = head;
            head = entry + 1;
        }
    }

    private void Grow()
    {
        var size = Math.Min(_most, Math.Max(First, 2 * _signatures.Length));
        Array.Resize(ref _signatures, size);
        _next = new int[size * choices.Count];
        _heads = new int[BitOperations.RoundUpToPowerOf2((uint)(size * choices.Count))];
        for (var number = 0; number < Count; number++)
        {
            Link(number);
        }
    }
}
