using Confluent.Kafka;
using Streaming.Kafka.Reading;

namespace Streaming.Kafka.Tests.Reading;

/// <summary>Bytes that share slabs stay what they are until they are given back, whatever comes after them.</summary>
public class PooledBytesTests
{
    [Fact]
    public void Bytes_stay_as_they_came_while_others_come_and_go()
    {
        var deserializer = new PooledBytes.Deserializer();
        var random = new Random(17);
        var held = new List<(byte[] Expected, PooledBytes Bytes)>();
        for (var i = 0; i < 20_000; i++)
        {
            // Some larger than a slab, some empty.
            var expected = new byte[i % 500 == 0 ? Slab.Size + i : random.Next(0, 4_000)];
            random.NextBytes(expected);
            held.Add((expected, deserializer.Deserialize(expected, false, SerializationContext.Empty)));
            if (held.Count > 300)
            {
                var at = random.Next(held.Count);
                Assert.Equal(held[at].Expected, held[at].Bytes.Span.ToArray());
                held[at].Bytes.Return();
                held.RemoveAt(at);
            }
        }

        Assert.All(held, h => Assert.Equal(h.Expected, h.Bytes.Span.ToArray()));
    }

    [Fact]
    public void None_is_not_the_same_as_empty()
    {
        var deserializer = new PooledBytes.Deserializer();
        var (none, empty) = (deserializer.Deserialize([], true, SerializationContext.Empty), deserializer.Deserialize([], false, SerializationContext.Empty));
        Assert.True(none.IsNull);
        Assert.False(empty.IsNull);
        Assert.Equal(0, empty.Length);
        none.Return();
        empty.Return();
    }

    [Fact]
    public void A_slab_goes_back_with_its_last_holder()
    {
        var deserializer = new PooledBytes.Deserializer();
        var first = deserializer.Deserialize([1, 2, 3], false, SerializationContext.Empty);
        var second = deserializer.Deserialize([4, 5, 6], false, SerializationContext.Empty);
        first.Return();
        for (var i = 0; i < 10; i++)
        {
            // Fills slab after slab: none of them may be the one that still holds the second.
            deserializer.Deserialize(new byte[Slab.Size / 4], false, SerializationContext.Empty).Return();
        }

        Assert.Equal([4, 5, 6], second.Span.ToArray());
    }
}
