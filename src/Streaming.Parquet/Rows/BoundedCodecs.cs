using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;

namespace Streaming.Parquet.Rows;

/// <summary>Decompresses the buffers of one table, and refuses to once they come to too much: a few bytes may claim to be gigabytes.</summary>
internal sealed class BoundedCodecs(long maxBytes) : ICompressionCodecFactory
{
    private readonly CompressionCodecFactory _codecs = new();
    private long _bytes;

    public ICompressionCodec CreateCodec(CompressionCodecType type) => CreateCodec(type, null);

    public ICompressionCodec CreateCodec(CompressionCodecType type, int? level) => new Codec(this, _codecs.CreateCodec(type, level));

    private sealed class Codec(BoundedCodecs all, ICompressionCodec codec) : ICompressionCodec
    {
        public int Decompress(ReadOnlyMemory<byte> source, Memory<byte> destination)
        {
            all._bytes += destination.Length;
            return all._bytes <= all.Limit ? codec.Decompress(source, destination) : throw new InvalidDataException($"It unfolds to more than the {all.Limit} bytes that one message may.");
        }

        public void Compress(ReadOnlyMemory<byte> source, Stream destination) => codec.Compress(source, destination);

        public void Dispose() => codec.Dispose();
    }

    private long Limit => maxBytes;
}
