using Streaming.Operators.Deduplication.Keys;

namespace Streaming.Operators.Deduplication.SimHash;

/// <summary>Signatures on disk: for each choice of blocks a sorted file of bucket (high half) and signature (low half).</summary>
internal sealed class NearRun : IDisposable
{
    private const int Page = 64;

    private readonly KeyRun<UInt128>[] _byChoice;
    private readonly BlockChoices _choices;

    private NearRun(BlockChoices choices, KeyRun<UInt128>[] byChoice)
    {
        _choices = choices;
        _byChoice = byChoice;
    }

    public long Count => _byChoice[0].Count;

    /// <summary>Writes signatures to new files, whose names begin with <paramref name="path"/>.</summary>
    public static NearRun Write(string path, BlockChoices choices, ReadOnlySpan<ulong> signatures)
    {
        var keys = new UInt128[signatures.Length];
        var runs = new KeyRun<UInt128>[choices.Count];
        for (var choice = 0; choice < runs.Length; choice++)
        {
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = new(choices.BucketOf(signatures[i], choice), signatures[i]);
            }

            keys.AsSpan().Sort();
            runs[choice] = KeyRun<UInt128>.Write($"{path}-{choice}", new KeyArrayStream<UInt128>(keys));
        }

        return new(choices, runs);
    }

    /// <summary>Joins runs into one, which takes their place.</summary>
    public static NearRun Merge(string path, BlockChoices choices, IReadOnlyList<NearRun> parts)
    {
        var runs = new KeyRun<UInt128>[choices.Count];
        for (var choice = 0; choice < runs.Length; choice++)
        {
            runs[choice] = KeyRun<UInt128>.Write($"{path}-{choice}", new KeyMerge<UInt128>(parts.Select(p => new KeyRunReader<UInt128>(p._byChoice[choice]))));
        }

        foreach (var part in parts)
        {
            part.Dispose();
        }

        return new(choices, runs);
    }

    /// <summary>Whether a near one is here.</summary>
    public bool HasNear(ulong signature, int distance)
    {
        for (var choice = 0; choice < _byChoice.Length; choice++)
        {
            if (HasNear(_byChoice[choice], _choices.BucketOf(signature, choice), signature, distance))
            {
                return true;
            }
        }

        return false;
    }

    public void Dispose()
    {
        foreach (var run in _byChoice)
        {
            run.Dispose();
        }
    }

    private static bool HasNear(KeyRun<UInt128> run, ulong bucket, ulong signature, int distance)
    {
        Span<UInt128> page = stackalloc UInt128[Page];
        for (var at = run.Seek(new(bucket, 0), out _); at < run.Count; at += Page)
        {
            foreach (var key in run.Read(at, page[..(int)Math.Min(Page, run.Count - at)]))
            {
                if ((ulong)(key >> 64) != bucket)
                {
                    return false;
                }

                if (BlockChoices.IsNear((ulong)key, signature, distance))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
