using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Streaming.Operators.Deduplication.MinHash;

/// <summary>Signs texts: shingles, their hashes, the minima under every permutation, one key a band.</summary>
internal sealed class MinHashSigner(Shingler shingler, IShingleHash hash, BandShape shape)
{
    // A rare huge text must not keep its buffers for the life of the thread.
    private const long KeptBytes = 4 << 20;

    [ThreadStatic]
    private static Scratch? _scratch;

    /// <summary>A key for every band: equal bands of two texts have equal keys, bands of different places have different ones.</summary>
    public ulong[] KeysOf(string text)
    {
        var minima = MinimaOf(text);
        var keys = new ulong[shape.Bands];
        for (var band = 0; band < keys.Length; band++)
        {
            keys[band] = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(minima.Slice(band * shape.Rows, shape.Rows)), seed: band);
        }

        return keys;
    }

    /// <summary>The bands as Data-Juicer writes them: each row a big-endian 64-bit integer.</summary>
    public byte[][] BandsOf(string text)
    {
        var minima = MinimaOf(text);
        var bands = new byte[shape.Bands][];
        for (var band = 0; band < bands.Length; band++)
        {
            bands[band] = new byte[shape.Rows * 8];
            for (var row = 0; row < shape.Rows; row++)
            {
                BinaryPrimitives.WriteUInt64BigEndian(bands[band].AsSpan(row * 8), minima[(band * shape.Rows) + row]);
            }
        }

        return bands;
    }

    // Valid until the thread's next call.
    private Span<uint> MinimaOf(string text)
    {
        var scratch = _scratch ??= new();
        shingler.Cut(text, scratch.Shingles);
        var hashes = scratch.HashesFor(scratch.Shingles.Count);
        hash.Hash(scratch.Shingles, hashes);
        var minima = scratch.MinimaFor(hash.Width);
        hash.Minima(hashes, minima);
        if (scratch.Bytes > KeptBytes)
        {
            _scratch = null;
        }

        return minima;
    }

    private sealed class Scratch
    {
        private uint[] _hashes = new uint[1024];
        private uint[] _minima = [];

        public Shingles Shingles { get; } = new();

        public long Bytes => Shingles.Bytes + (4L * _hashes.Length);

        public Span<uint> HashesFor(int count) => (_hashes = Fit(_hashes, count)).AsSpan(0, count);

        public Span<uint> MinimaFor(int count) => (_minima = Fit(_minima, count)).AsSpan(0, count);

        private static uint[] Fit(uint[] array, int count) => array.Length >= count ? array : new uint[Math.Max(count, 2 * array.Length)];
    }
}
