using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Streaming.Operators.Deduplication.MinHash;

namespace Streaming.Benchmarks.Deduplication;

/// <summary>
/// Signatures of documents of 450 shingles of five words, 256 permutations, on one thread; figures are per document. Run in the process itself: the code is the same,
/// and nothing has to be built again. Many short iterations, so that the least is a figure also on a machine that does other work.
/// </summary>
[InProcess]
[MemoryDiagnoser]
[MinColumn, MedianColumn]
[WarmupCount(5)]
[IterationTime(20)]
[IterationCount(100)]
public class MinHashBenchmarks
{
    private const int Documents = 64;
    private const int Window = 5;
    private const int ShinglesPerDocument = 450;

    private static readonly BandShape Shape = new(25, 10);

    private readonly SpaceShingler _shingler = new() { Lowercase = true, Ignore = null, Window = Window };
    private readonly Sha1ShingleHash _sha1 = new(256);
    private readonly Xxh3ShingleHash _xxh3 = new(256);
    private readonly Shingles _scratch = new();
    private readonly uint[] _hashes = new uint[ShinglesPerDocument];
    private readonly uint[] _minima = new uint[256];
    private string[] _texts = [];
    private Shingles[] _shingles = [];
    private MinHashSigner _sha1Signer = null!;
    private MinHashSigner _xxh3Signer = null!;

    /// <summary>Words of one to twelve letters, common ones often.</summary>
    [GlobalSetup]
    public void MakeDocuments()
    {
        var random = new Random(17);
        string[] words = [.. Enumerable.Range(0, 20_000).Select(_ => new string([.. Enumerable.Range(0, 1 + random.Next(12)).Select(_ => (char)('a' + random.Next(26)))]))];
        _texts = [.. Enumerable.Range(0, Documents).Select(_ => string.Join(' ', Enumerable.Range(0, ShinglesPerDocument + Window - 1)
            .Select(_ => words[(int)(words.Length * Math.Pow(random.NextDouble(), 3))])))];
        _shingles = [.. _texts.Select(text =>
        {
            var shingles = new Shingles();
            _shingler.Cut(text, shingles);
            return shingles;
        })];
        _sha1Signer = new(_shingler, _sha1, Shape);
        _xxh3Signer = new(_shingler, _xxh3, Shape);
    }

    /// <summary>Lower-casing, encoding and cutting alone.</summary>
    [Benchmark(OperationsPerInvoke = Documents)]
    public int Shingling()
    {
        var count = 0;
        foreach (var text in _texts)
        {
            _shingler.Cut(text, _scratch);
            count += _scratch.Count;
        }

        return count;
    }

    /// <summary>Hashes of shingles alone, SHA-1.</summary>
    [Benchmark(OperationsPerInvoke = Documents)]
    public uint Sha1HashesOnly() => HashAll(_sha1);

    /// <summary>Hashes of shingles alone, the platform's SHA-1, one call a shingle.</summary>
    [Benchmark(OperationsPerInvoke = Documents)]
    [SuppressMessage("Security", "CA5350", Justification = "What LaneSha1 is held against.")]
    public byte Sha1HashesOfThePlatform()
    {
        Span<byte> digest = stackalloc byte[SHA1.HashSizeInBytes];
        foreach (var shingles in _shingles)
        {
            for (var i = 0; i < shingles.Count; i++)
            {
                SHA1.HashData(shingles[i], digest);
            }
        }

        return digest[0];
    }

    /// <summary>Hashes of shingles alone, XxHash3.</summary>
    [Benchmark(OperationsPerInvoke = Documents)]
    public uint Xxh3HashesOnly() => HashAll(_xxh3);

    /// <summary>Minima without shingling, SHA-1.</summary>
    [Benchmark(OperationsPerInvoke = Documents)]
    public uint Sha1WithoutShingling() => MinimaOfAll(_sha1);

    /// <summary>Minima without shingling, XxHash3.</summary>
    [Benchmark(OperationsPerInvoke = Documents)]
    public uint Xxh3WithoutShingling() => MinimaOfAll(_xxh3);

    /// <summary>All of it, from text to band keys, SHA-1.</summary>
    [Benchmark(OperationsPerInvoke = Documents)]
    public ulong Sha1FromText() => KeysOfAll(_sha1Signer);

    /// <summary>All of it, from text to band keys, XxHash3.</summary>
    [Benchmark(OperationsPerInvoke = Documents)]
    public ulong Xxh3FromText() => KeysOfAll(_xxh3Signer);

    private ulong KeysOfAll(MinHashSigner signer)
    {
        ulong last = 0;
        foreach (var text in _texts)
        {
            last ^= signer.KeysOf(text)[^1];
        }

        return last;
    }

    private uint HashAll(IShingleHash family)
    {
        uint last = 0;
        foreach (var shingles in _shingles)
        {
            family.Hash(shingles, _hashes);
            last ^= _hashes[^1];
        }

        return last;
    }

    private uint MinimaOfAll(IShingleHash family)
    {
        uint last = 0;
        foreach (var shingles in _shingles)
        {
            family.Hash(shingles, _hashes);
            family.Minima(_hashes, _minima);
            last ^= _minima[^1];
        }

        return last;
    }
}
