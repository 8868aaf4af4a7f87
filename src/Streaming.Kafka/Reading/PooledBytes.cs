using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>A copy of a key or value: the native memory is the client's. Many share a slab, so that no message needs an array of its own.</summary>
internal readonly struct PooledBytes
{
    private readonly Slab? _slab;
    private readonly int _start;

    private PooledBytes(Slab slab, int start, int length) => (_slab, _start, Length) = (slab, start, length);

    /// <summary>How many they are.</summary>
    public int Length { get; }

    /// <summary>Whether the message has none; not the same as an empty one.</summary>
    public bool IsNull => _slab is null;

    public ReadOnlySpan<byte> Span => Memory.Span;

    public ReadOnlyMemory<byte> Memory => _slab is null ? default : _slab.Slice(_start, Length);

    /// <summary>Gives the memory back. Once.</summary>
    public void Return() => _slab?.Release();

    /// <summary>Copies out of the client's memory. One thread only: the one that polls.</summary>
    internal sealed class Deserializer : IDeserializer<PooledBytes>
    {
        private Slab _open = Slab.Empty;
        private int _used;

        public PooledBytes Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
        {
            if (isNull)
            {
                return default;
            }

            if (data.Length > Slab.Size / 4)
            {
                // It would waste the rest of a slab, or does not fit into one.
                return Fill(new(data.Length), 0, data);
            }

            if (data.Length > _open.Capacity - _used)
            {
                _open.Release();
                (_open, _used) = (new(Slab.Size), 0);
            }

            _open.Hold();
            var bytes = Fill(_open, _used, data);
            _used += data.Length;
            return bytes;
        }

        private static PooledBytes Fill(Slab slab, int start, ReadOnlySpan<byte> data)
        {
            data.CopyTo(slab.Span(start, data.Length));
            return new(slab, start, data.Length);
        }
    }
}
