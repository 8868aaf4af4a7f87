using RocksDbSharp;
using Streaming.Operators.Deduplication.Stores;

namespace Streaming.Operators.Tests.Deduplication.Stores;

public sealed class RocksFilterTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-test-").FullName;
    private readonly RocksDb _db;

    public RocksFilterTests() => _db = RocksDb.Open(new DbOptions().SetCreateIfMissing(true), _folder);

    public void Dispose()
    {
        _db.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(10_000, 0.01)]
    [InlineData(300_000, 0.03)]
    [InlineData(2_000_000, 1)]
    public void No_key_is_missed_memory_is_bounded_and_few_pass_while_it_suffices(int keys, double passing)
    {
        const long Most = 1 << 20;
        var random = new Random(keys);
        using var filter = new RocksFilter<ulong>(_db, Most);
        filter.Read(0);
        var all = new List<ulong>();
        while (all.Count < keys)
        {
            var some = Enumerable.Range(0, keys / 40).Select(_ => Draw(random)).ToArray();
            all.AddRange(some);
            filter.Add(some);
        }

        Assert.All(all, key => Assert.True(filter.MayHold(key)));
        Assert.InRange(filter.Bytes, 1, Most);
        Assert.InRange(Enumerable.Range(0, 20_000).Count(_ => filter.MayHold(Draw(random))), 0, 20_000 * passing);
    }

    [Fact]
    public void Until_the_database_was_read_every_key_has_to_be_asked_for()
    {
        for (ulong i = 0; i < 1000; i++)
        {
            var key = new byte[8];
            System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(key, i * 0x9E3779B97F4A7C15);
            _db.Put(key, new byte[] { 1, 0, 0, 0 });
        }

        _db.Put("m12345678"u8.ToArray(), new byte[] { 1 });
        using var filter = new RocksFilter<ulong>(_db, 1 << 20);
        filter.Read(1000);
        Assert.True(filter.MayHold(1));
        filter.Add([77]);
        for (var i = 0; i < 1000; i++)
        {
            filter.Step();
        }

        Assert.False(filter.MayHold(1));
        Assert.True(filter.MayHold(77));
        Assert.All(Enumerable.Range(0, 1000), i => Assert.True(filter.MayHold((ulong)i * 0x9E3779B97F4A7C15)));
    }

    private static ulong Draw(Random random) => ((ulong)random.NextInt64() << 1) | (uint)random.Next(2);
}
