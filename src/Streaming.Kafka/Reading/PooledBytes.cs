using System.Buffers;
using Confluent.Kafka;

namespace Streaming.Kafka.Reading;

/// <summary>A copy of a key or value in a rented array: the native memory is the client's, and a new array per message halves the rate (FACTS: 136k to 243k messages/s).</summary>
/// <param name="Array">The array, null where the message has none.</param>
/// <param name="Length">How much of it counts.</param>
internal readonly record struct PooledBytes(byte[]? Array, int Length)
{
    public bool IsNull => Array is null;

    public ReadOnlySpan<byte> Span => Array.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => Array.AsMemory(0, Length);

    /// <summary>Gives the array back. Once.</summary>
    public void Return()
    {
        if (Length > 0)
        {
            ArrayPool<byte>.Shared.Return(Array!);
        }
    }

    /// <summary>Copies out of the client's memory.</summary>
    internal sealed class Deserializer : IDeserializer<PooledBytes>
    {
        public PooledBytes Deserialize(ReadOnlySpan<byte> data, bool isNull, SerializationContext context)
        {
            if (data.IsEmpty)
            {
                return isNull ? default : new([], 0);
            }

            var array = ArrayPool<byte>.Shared.Rent(data.Length);
            data.CopyTo(array);
            return new(array, data.Length);
        }
    }
}
